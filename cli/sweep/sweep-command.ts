import { type Command, InvalidArgumentError, Option } from 'commander';
import { changingCommand } from '../deployment/deployment-command.js';
import type { SweepCommandOptions } from './sweep-options.js';

/** `cognito-iot sweep`: takes away what users have left behind whom the user pool no longer has. */
export function sweepCommand(): Command {
  return changingCommand('sweep', 'Takes away what deleted users have left behind.')
    .addOption(
      new Option('--older-than <time>', 'only whoever has not called for this long, as 90s, 30m, 12h or 7d')
        .argParser(milliseconds)
        .default(3_600_000, '1h'),
    )
    .addHelpText('after', HELP)
    .action(async (options: SweepCommandOptions) => {
      const { runSweep } = await import('./run-sweep.js');
      process.exitCode = await runSweep(options);
    });
}

const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function milliseconds(text: string): number {
  const [, number, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (number !== undefined && unit !== undefined) return Number(number) * UNITS[unit as keyof typeof UNITS];
  throw new InvalidArgumentError('Write it like 90s, 30m, 12h or 7d.');
}

const HELP = `
Cognito deletes a user and nothing else. With a directory (the setting "directory") this finds whom it knows and the user
pool does not, and takes away: the IoT policies on their identities, the policies of their own, the identities, the
grants of devices, and what the directory knows of them.

Gone is whom the user pool does not list and says that it does not have; an error never counts as that. Who has called
within --older-than stays: AWS credentials live for an hour after their user, and a call with them is recorded anew. Who
was revoked within the last two days stays with mark and Deny. Identities with a login of another provider, and those
that are recorded of another user, too, stay. IoT policies that are not the stack's stay where they are.

The stack's policy is also taken off identities that the identity pool no longer has. Without a directory that is all:
AWS tells nobody which identity is whose.

AWS may take five minutes until a user's own policy can be deleted; the command tries again for six. Killed or
interrupted, the next run goes on: the directory's items go last.

Examples:
  $ cognito-iot sweep --stack Access --dry-run
  $ cognito-iot sweep --stack Access
  $ cognito-iot sweep --outputs cdk-outputs.json --older-than 7d --json

Exit codes: 0 nobody who is gone has left anything (or the dry run is done), 1 something could not be taken away yet, or
it was interrupted, 2 wrong usage.

Rights: cognito-idp:ListUsers and AdminGetUser on the user pool; cognito-identity:ListIdentities and DescribeIdentity on
the identity pool, DeleteIdentities on *; dynamodb:Scan, Query, PutItem and DeleteItem on the table, Query on its index;
iot:ListTargetsForPolicy, ListPolicyVersions, DeletePolicyVersion and DeletePolicy on the policies,
iot:ListAttachedPolicies and DetachPolicy on *; with --stack alone cloudformation:DescribeStacks.`;
