import type { Command } from 'commander';
import { changingCommand } from '../deployment/deployment-command.js';
import { rateOption } from '../deployment/rate-option.js';
import { canAsk } from '../output/confirm.js';
import type { DetachAllOptions } from './detach-all-options.js';

/** `cognito-iot detach-all`: takes the stack's IoT policies off everybody, before the stack is deleted. */
export function detachAllCommand(): Command {
  return changingCommand(
    'detach-all',
    'Takes the IoT policies of the stack off every identity: nobody has access then.',
  )
    .option('--policy <name>', "only this IoT policy (default: the stack's own, and then the one that denies)")
    .addOption(rateOption('AWS takes 15 for the whole account', 14))
    .option('--yes', 'do not ask', false)
    .addHelpText('after', HELP)
    .hook('preAction', (command) => {
      const { yes, dryRun, json } = command.opts<DetachAllOptions>();
      if (yes || dryRun || (canAsk() && !json)) return;
      command.error('error: everybody loses access by this; give --yes, or --dry-run to see how many');
    })
    .action(async (options: DetachAllOptions) => {
      const { runDetachAll } = await import('./run-detach-all.js');
      process.exitCode = await runDetachAll(options);
    });
}

const HELP = `
AWS IoT does not delete a policy that is attached, and AWS lets an account detach 15 times a second. A stack with
"removalPolicy": "destroy" detaches everybody by itself; of more than its hour allows (about 39,000 identities) it
refuses to be deleted, and names this command.

Killed, interrupted or cut off, the same command goes on where it was: AWS lists whoever is left. The policy that
denies everything to whoever is revoked comes last, so that nobody is let in meanwhile.

Apps that are refused call the API, which attaches the policy again. Stop the function first:
  aws lambda put-function-concurrency --function-name <function> --reserved-concurrent-executions 0

Examples:
  $ cognito-iot detach-all --stack Access --dry-run
  $ cognito-iot detach-all --stack Access
  $ cognito-iot detach-all --outputs cdk-outputs.json --yes --json
  $ cognito-iot detach-all --stack Access --policy Former-Policy --yes

Exit codes: 0 nobody has the policies any more (or the dry run is done), 1 somebody has, or it was interrupted,
2 wrong usage.

Rights: iot:ListTargetsForPolicy on the policies, iot:DetachPolicy on *; with --stack alone cloudformation:DescribeStacks.`;
