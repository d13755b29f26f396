import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { GetFunctionCommandOutput } from '@aws-sdk/client-lambda';
import { attachFunction } from '../../deployment/attach-function.js';
import type { Deployment } from '../../deployment/deployment.js';
import { functionLine } from '../../deployment/function-line.js';
import { stackResources } from '../../deployment/stack-resources.js';
import { type Answer, after, ask } from '../answer.js';
import type { AttachFunction } from '../facts.js';
import type { Clients } from './clients.js';

/** Codes of the function that only the deployment can mend. */
const BROKEN = ['PolicyNotFound', 'AttachForbidden', 'FunctionCredentialsRefused'];
const HOUR_MS = 3_600_000;

/** Whether the function that attaches can run, and what it said. */
export async function attachFunctionFacts(
  { outputs, clientConfig }: Deployment,
  { functions, logs }: Clients,
  now: number,
): Promise<Answer<AttachFunction>> {
  const resources = await ask('cloudformation:ListStackResources', () => stackResources(outputs, clientConfig));
  const found = await after(resources, (all) =>
    ask('lambda:GetFunction', () => attachFunction(all, outputs, functions)),
  );
  return after(found, async ({ Configuration, Concurrency }) => {
    const group = Configuration?.LoggingConfig?.LogGroup;
    const failure = await ask('logs:FilterLogEvents', () => lastFailure(group, { logs }, now));
    return {
      known: {
        name: Configuration?.FunctionName ?? '',
        state: stateOf(Configuration),
        reserved: Concurrency?.ReservedConcurrentExecutions,
        // That the log cannot be read says nothing of the function.
        failure: 'known' in failure ? failure.known : undefined,
      },
    };
  });
}

function stateOf(configuration: GetFunctionCommandOutput['Configuration']): string {
  const { State = 'Active', StateReason } = configuration ?? {};
  return StateReason === undefined ? State : `${State}: ${StateReason}`;
}

async function lastFailure(
  logGroupName: string | undefined,
  { logs }: Pick<Clients, 'logs'>,
  now: number,
): Promise<string | undefined> {
  if (logGroupName === undefined) return undefined;
  const filterPattern = BROKEN.map((code) => `?${code}`).join(' ');
  const asked = { logGroupName, filterPattern, startTime: now - HOUR_MS };
  const { events = [] } = await logs.send(new FilterLogEventsCommand(asked));
  const { code, message } = events.flatMap(({ message = '' }) => functionLine(message) ?? []).at(-1) ?? {};
  return code === undefined ? undefined : `${code}: ${message}`;
}
