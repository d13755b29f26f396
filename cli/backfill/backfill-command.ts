import type { Command } from 'commander';
import { changingCommand } from '../deployment/deployment-command.js';
import { rateOption } from '../deployment/rate-option.js';
import type { BackfillOptions } from './backfill-options.js';

/** `cognito-iot backfill`: attaches the stack's IoT policy to the identities that are there already. */
export function backfillCommand(): Command {
  return changingCommand(
    'backfill',
    "Attaches the stack's IoT policy to every identity of the pool that should have it.",
  )
    .addOption(rateOption('AWS takes 15 for the whole account, and each sign-in takes one of them', 10))
    .option('--resume', 'go on where a former run was cut off, if one was', false)
    .option('--state <file>', 'where it is kept how far it is (default: backfill-<policy>.json)')
    .addHelpText('after', HELP)
    .action(async (options: BackfillOptions) => {
      const { runBackfill } = await import('./run-backfill.js');
      process.exitCode = await runBackfill(options);
    });
}

const HELP = `
Users are attached by their own POST, so nobody needs this in daily life. It is for identities that are to work without
one: of a pool that was there before the stack, or after the IoT policy got another name.

Who gets the policy:
  with a directory     identities that it knows, that have not left by DELETE, and whose user is not revoked. Others are
                       recorded, and attached, when they call: a right that the directory does not know could not be
                       taken away by it.
  without a directory  identities with a login, of any provider. Those that have left by DELETE are attached again, since
                       AWS cannot tell them from those that have never called.
Guests never; whoever has the policy that denies everything (RevokedPolicyName) never; who has it already costs no call.

It counts first, 240 identities a second, so that it can tell how long it takes. How far it is stands in the file of
--state, which goes when all is done. Killed, interrupted or cut off, the same command with --resume looks again at no
more than the page of 60 identities that was under way. Where AWS throttles it, it slows down.

Examples:
  $ cognito-iot backfill --stack Access --dry-run
  $ cognito-iot backfill --stack Access
  $ cognito-iot backfill --stack Access --resume
  $ until cognito-iot backfill --outputs cdk-outputs.json --resume --json; do sleep 60; done

Exit codes: 0 everybody who should have the policy has it (or the dry run is done), 1 somebody could not get it, as an
identity with ten policies, or it was interrupted, 2 wrong usage.

Rights: cognito-identity:ListIdentities and DescribeIdentity on the identity pool, iot:ListTargetsForPolicy on the
policies, iot:AttachPolicy and iot:DetachPolicy on *; with a directory dynamodb:Query on the table and its index; with
--stack alone cloudformation:DescribeStacks.`;
