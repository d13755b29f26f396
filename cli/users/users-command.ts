import { type Command, InvalidArgumentError, Option } from 'commander';
import { deploymentCommand } from '../deployment/deployment-command.js';
import type { UsersOptions } from './users-options.js';

/** `cognito-iot users`: who is who, and what hangs on whom. */
export function usersCommand(): Command {
  return deploymentCommand(
    'users',
    'Tells which identities, attached policies, devices and connections a user has, and whose they are. Changes nothing.',
  )
    .addOption(new Option('--user <user>', 'sub, user name or e-mail address').conflicts(['identity', 'device']))
    .addOption(new Option('--identity <id>', 'Cognito identity ID').conflicts(['device']))
    .option('--device <name>', 'everybody who was granted this device')
    .addOption(new Option('--limit <users>', 'of a list: users of a page, up to 60').default(60).argParser(pageSize))
    .option('--after <token>', 'of a list: the page after the one that told this')
    .addHelpText('after', HELP)
    .action(async (options: UsersOptions) => {
      const { runUsers } = await import('./run-users.js');
      process.exitCode = await runUsers(options);
    });
}

function pageSize(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 60) return value;
  throw new InvalidArgumentError('This is a whole number from 1 to 60.');
}

const HELP = `
Without --user, --identity and --device it lists the users of the user pool, a page at a time.

Who is who stands in the directory ("directory": true). Without one, only --identity works, and tells policies and
connections. AWS IoT lists no connections of an identity: shown are those of its own ID, and of client IDs with it in front
that AWS IoT's log tells of the last day (where it is on, level INFO).

Examples:
  $ cognito-iot users --stack Access
  $ cognito-iot users --stack Access --user ada@example.com
  $ cognito-iot users --identity eu-west-1:01234567-89ab-cdef-0123-456789abcdef --json
  $ cognito-iot users --device lamp

Exit codes: 0 done, 1 nobody was found, or it could not be looked up, 2 wrong usage.

Rights: cognito-idp:ListUsers on the user pool; dynamodb:Query on the directory's table and its index;
cognito-identity:DescribeIdentity where the directory does not know the identity; iot:ListAttachedPolicies on *;
iot:GetConnection on client/*; logs:FilterLogEvents on AWSIotLogsV2; with --stack alone cloudformation:DescribeStacks.`;
