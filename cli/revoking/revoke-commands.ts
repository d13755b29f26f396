import { type Command, InvalidArgumentError } from 'commander';
import { changingCommand } from '../deployment/deployment-command.js';
import { collect } from '../sandbox/option-values.js';
import type { RevokeCommandOptions, RevokingOptions } from './revoking-options.js';

/** `revoke` and `restore`: lock somebody out, and let them in again. */
export function revokeCommands(): Command[] {
  return [
    locking('revoke', "Takes a user's access away so that it sticks: nothing that the user can call brings it back.")
      .option('--reason <text>', 'written into the directory and the audit line; the user is not told')
      .option(
        '--client-id <id>',
        'a client ID to disconnect besides those that are found; may be repeated',
        collect,
        [],
      )
      .option('--wait [minutes]', "go on disconnecting until AWS's caches have run out (8 minutes)", minutes)
      .addHelpText('after', REVOKE_HELP)
      .action(async (user: string | undefined, options: RevokeCommandOptions) => {
        const { runRevoke } = await import('./run-revoke.js');
        process.exitCode = await runRevoke(user, options);
      }),
    locking('restore', 'Gives back the access that `revoke` has taken.')
      .addHelpText('after', RESTORE_HELP)
      .action(async (user: string | undefined, options: RevokingOptions) => {
        const { runRestore } = await import('./run-restore.js');
        process.exitCode = await runRestore(user, options);
      }),
  ];
}

function locking(name: string, description: string): Command {
  return changingCommand(name, description)
    .argument('[user]', 'sub, user name or e-mail address')
    .option('--identity <id>', 'Cognito identity ID; with a directory it stands for its user')
    .hook('preAction', (command) => {
      const [user] = command.processedArgs as [string?];
      if (user === undefined && command.opts<RevokingOptions>().identity === undefined) {
        command.error('error: name a user, or an identity by --identity');
      }
    });
}

function minutes(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 60) return value;
  throw new InvalidArgumentError('This is a number of minutes, up to 60.');
}

const REVOKE_HELP = `
In this order: marks the user in the directory, so that POST answers 403 Revoked, for identities minted later, too;
disables the user and signs them out everywhere; attaches the IoT policy that denies everything to each of the user's
identities; ends their connections, with session and without last will. Twice is harmless: whoever is cut off calls again.

Without a directory nobody knows which identities a user has: name the identity by --identity, and the user, too, to keep
them from signing in. An identity alone can be evaded by a new one.

What it cannot do: AWS IoT does not list the connections of an identity. Ended are those of the identity's own ID, of
--client-id, and of client IDs with the identity's ID in them that AWS IoT's log tells (where it is on, level INFO), or
that connect or subscribe during --wait. Others stay open, and no message passes any more once the Deny has taken effect.
AWS says that changes of policies take 6 to 8 minutes to do so; credentials that are out there are valid for up to an
hour, for what the role allows besides AWS IoT, too. Guests cannot be revoked, and whoever is may come back as a guest.

Examples:
  $ cognito-iot revoke ada@example.com --stack Access --dry-run
  $ cognito-iot revoke ada@example.com --stack Access --reason "phone stolen, ticket 4711" --wait
  $ cognito-iot revoke --identity eu-west-1:01234567-89ab-cdef-0123-456789abcdef --stack Access
  $ cognito-iot revoke <sub> --client-id eu-west-1:01234567-89ab-cdef-0123-456789abcdef-104711 --json

Exit codes: 0 done, 1 something could not be done (it says what; call again), 2 wrong usage.

Rights: cognito-idp:ListUsers, AdminDisableUser and AdminUserGlobalSignOut on the user pool; dynamodb:Query on the
directory's table and its index, dynamodb:UpdateItem on the table; cognito-identity:DescribeIdentity where the directory
does not know the identity; iot:AttachPolicy, iot:DetachPolicy, iot:ListAttachedPolicies on *; iot:DeleteConnection on
client/*; logs:FilterLogEvents on AWSIotLogsV2; with --wait iot:Connect on client/cognito-iot-revoke-*, and iot:Subscribe
and iot:Receive on $aws/events/*; with --stack alone cloudformation:DescribeStacks.`;

const RESTORE_HELP = `
In this order: takes the policy that denies everything off each of the user's identities, enables the user (only one
that could sign in before), removes the mark. The user signs in again; the next POST attaches the shared policy where it
is not attached, as it may be where an identity had ten policies, or has left.

Examples:
  $ cognito-iot restore ada@example.com --stack Access --dry-run
  $ cognito-iot restore ada@example.com --stack Access
  $ cognito-iot restore --identity eu-west-1:01234567-89ab-cdef-0123-456789abcdef --outputs cdk-outputs.json

Exit codes: 0 done, 1 something could not be done (it says what; call again), 2 wrong usage.

Rights: cognito-idp:ListUsers and AdminEnableUser on the user pool; dynamodb:Query on the directory's table and its
index, dynamodb:DeleteItem on the table; cognito-identity:DescribeIdentity where the directory does not know the identity;
iot:DetachPolicy on *; with --stack alone cloudformation:DescribeStacks.`;
