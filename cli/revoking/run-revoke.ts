import { setTimeout as wait } from 'node:timers/promises';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { type LockOutTarget, lockOutTarget } from '../../operations/lock-out-target.js';
import { loggedClientIds } from '../../operations/logged-client-ids.js';
import { revoke } from '../../operations/revoke.js';
import { openDeployment } from '../deployment/deployment.js';
import { operatorArn } from '../deployment/operator-arn.js';
import { type OperatorTools, operatorTools } from '../deployment/operator-tools.js';
import { listenForEnd } from '../ending.js';
import type { Output } from '../output/output.js';
import { runCommand } from '../output/run-command.js';
import { auditLine, stepLine } from './revoking-lines.js';
import { revokingNotes } from './revoking-notes.js';
import type { RevokeCommandOptions } from './revoking-options.js';
import { watchClientIds } from './watch-client-ids.js';

/** "Changes made to a policy can take anywhere between 6 and 8 minutes to become effective":
 * https://docs.aws.amazon.com/iot/latest/developerguide/iot-policies.html */
const CACHE_MINUTES = 8;
/** Nobody waits longer for the log of a day. */
const LOG_PATIENCE_MS = 60_000;

/** @returns the exit code */
export function runRevoke(user: string | undefined, options: RevokeCommandOptions): Promise<number> {
  return runCommand(options, async (output) => {
    const deployment = await openDeployment(options, 'RevokedPolicyName');
    const tools = operatorTools(deployment);
    const target = await lockOutTarget({ user, identityId: options.identity }, tools);
    if (options.dryRun) return tellPlan(output, target, tools);

    const signal = listenForEnd();
    const logs = new CloudWatchLogsClient(deployment.clientConfig);
    const by = await operatorArn(deployment);
    const { reason, clientId: clientIds } = options;
    const minutes = options.wait === true ? CACHE_MINUTES : (options.wait ?? 0);
    const result = await revoke(
      target,
      { reason, clientIds, waitTime: minutes * 60_000, signal, told: (step) => output.line(stepLine(step)) },
      {
        ...tools,
        watch: (found) => watchClientIds(deployment, found),
        logged(identityId, found) {
          const within = AbortSignal.any([signal, AbortSignal.timeout(LOG_PATIENCE_MS)]);
          return loggedClientIds(logs, identityId, { now: Date.now(), signal: within }, found);
        },
        time: {
          now: Date.now,
          wait: (milliseconds) => wait(milliseconds, undefined, { signal }).catch(() => undefined),
        },
      },
    );
    for (const note of revokingNotes(target, result, { didWait: minutes > 0 })) output.note(note);
    const { waited, ...done } = result;
    const told = { user: target.sub, userPoolId: tools.userPoolId, ...done };
    const line = auditLine({ event: 'access-revoked', by, reason, ...told }, Date.now());
    if (options.json || !process.stderr.isTTY) output.note(line);
    const complete = result.failed.length === 0 && waited;
    output.value({ ...told, complete });
    return complete ? 0 : 1;
  });
}

async function tellPlan(output: Output, target: LockOutTarget, { directory }: OperatorTools): Promise<0> {
  const { sub, user } = target;
  const entries = sub === undefined ? undefined : await directory?.of(sub);
  const known = (entries?.identities ?? []).map(({ identityId }) => identityId);
  const identityIds = [...new Set([...target.identityIds, ...known])];
  if (directory && sub !== undefined) output.line(`${sub}: would be marked as revoked: POST would answer 403`);
  if (user) output.line(`${user.userName}: would be disabled, and signed out everywhere`);
  for (const identityId of identityIds) output.line(`${identityId}: would be denied everything, and disconnected`);
  output.value({ dryRun: true, user: sub, userName: user?.userName, identityIds });
  return 0;
}
