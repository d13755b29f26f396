import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { lockOutTarget } from '../../operations/lock-out-target.js';
import { loggedClientIds } from '../../operations/logged-client-ids.js';
import { OperationError } from '../../operations/operation-error.js';
import type { UserDirectory } from '../../operations/user-entries.js';
import { userPicture } from '../../operations/user-picture.js';
import { type Deployment, openDeployment } from '../deployment/deployment.js';
import { type OperatorTools, operatorTools } from '../deployment/operator-tools.js';
import type { Output } from '../output/output.js';
import { runCommand } from '../output/run-command.js';
import { tellPicture } from './tell-picture.js';
import { tellUsers, type UserRow } from './tell-users.js';
import type { UsersOptions } from './users-options.js';

/** Nobody waits longer for the log of a day. */
const LOG_PATIENCE_MS = 60_000;

/** @returns the exit code */
export function runUsers(options: UsersOptions): Promise<number> {
  return runCommand(options, async (output) => {
    const deployment = await openDeployment(options, 'UserPoolId');
    const tools = operatorTools(deployment);
    if (options.user !== undefined || options.identity !== undefined)
      return tellOne(options, deployment, tools, output);
    // Only now, so that it is refused by name.
    deployment.output('DirectoryTable');
    const { directory } = tools;
    if (!directory) return 1;
    if (options.device !== undefined) {
      await tellOwners(options.device, directory, tools, output);
      return 0;
    }
    const { users, next } = await tools.users.page(options.limit, options.after);
    const rows: UserRow[] = [];
    for (const user of users) rows.push({ sub: user.sub, user, entries: await directory.of(user.sub) });
    tellUsers(rows, next, output);
    return 0;
  });
}

async function tellOne(
  { user, identity }: UsersOptions,
  { clientConfig }: Deployment,
  tools: OperatorTools,
  output: Output,
): Promise<0> {
  const target = await lockOutTarget({ user, identityId: identity }, { ...tools, guests: 'told' });
  const entries = target.sub === undefined ? undefined : await tools.directory?.of(target.sub);
  const logs = new CloudWatchLogsClient(clientConfig);
  const picture = await userPicture(
    { ...target, entries },
    {
      ...tools,
      async logged(identityId, found) {
        const within = { now: Date.now(), signal: AbortSignal.timeout(LOG_PATIENCE_MS) };
        return loggedClientIds(logs, identityId, within, found).catch((error: unknown) => {
          output.note(
            `The log of AWS IoT was not looked at: ${error instanceof Error ? error.message : String(error)}`,
          );
          return false;
        });
      },
    },
  );
  tellPicture(picture, output);
  return 0;
}

/** A device may also be reached by whoever was granted every device. */
async function tellOwners(device: string, directory: UserDirectory, { users }: OperatorTools, output: Output) {
  const subs = [...new Set([...(await directory.usersOf(device)), ...(await directory.usersOf('*'))])];
  if (subs.length === 0) throw new OperationError('NobodyHasDevice', `nobody was granted ${device}`);
  const rows: UserRow[] = [];
  for (const sub of subs) rows.push({ sub, user: await users.find(sub), entries: await directory.of(sub) });
  tellUsers(rows, undefined, output);
}
