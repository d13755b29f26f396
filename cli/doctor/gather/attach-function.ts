import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionCommand, type GetFunctionCommandOutput } from '@aws-sdk/client-lambda';
import type { Deployment } from '../../deployment/deployment.js';
import { stackResources } from '../../deployment/stack-resources.js';
import { type Answer, after, ask } from '../answer.js';
import type { AttachFunction } from '../facts.js';
import type { Clients } from './clients.js';

/** Codes of the function that only the deployment can mend. */
const BROKEN = ['PolicyNotFound', 'AttachForbidden', 'FunctionCredentialsRefused'];
const HOUR_MS = 3_600_000;

/** The function that attaches: the one of the stack that is told the name of the IoT policy. */
export async function attachFunctionFacts(
  { outputs, clientConfig }: Deployment,
  { functions, logs }: Clients,
  now: number,
): Promise<Answer<AttachFunction>> {
  const names = await ask('cloudformation:ListStackResources', async () =>
    (await stackResources(outputs, clientConfig))
      .filter(({ type }) => type === 'AWS::Lambda::Function')
      .map(({ physicalId }) => physicalId),
  );
  const found = await after(names, (all) =>
    ask('lambda:GetFunction', async () => {
      const each = await Promise.all(
        all.map((FunctionName) => functions.send(new GetFunctionCommand({ FunctionName }))),
      );
      const one = each.find(({ Configuration }) => {
        const { IOT_POLICY_NAME } = Configuration?.Environment?.Variables ?? {};
        return IOT_POLICY_NAME !== undefined && IOT_POLICY_NAME === outputs.IotPolicyName;
      });
      if (one === undefined) throw new Error(`no function of the stack attaches ${outputs.IotPolicyName}`);
      return one;
    }),
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
  const last = events.at(-1)?.message;
  if (last === undefined) return undefined;
  try {
    const { code, message } = JSON.parse(last) as { readonly code?: string; readonly message?: string };
    return `${code}: ${message}`;
  } catch {
    return last.trim();
  }
}
