import type { Command } from 'commander';
import { type DeploymentCommandOptions, deploymentCommand } from '../deployment/deployment-command.js';

/** `cognito-iot status`: how much there is of everything. */
export function statusCommand(): Command {
  return deploymentCommand(
    'status',
    'Counts users, identities, attachments and who is revoked, beside the quotas that they meet. Changes nothing.',
  )
    .addHelpText('after', HELP)
    .action(async (options: DeploymentCommandOptions) => {
      const { runStatus } = await import('./run-status.js');
      process.exitCode = await runStatus(options);
    });
}

const HELP = `
Attachments are listed page by page, 250 of them nine times a second, so a million takes about eight minutes. The
directory is read as a whole, which costs half a read unit for each 4 KB. The number of users is the user pool's own
estimate. Connections are not counted: AWS IoT lists none (its metrics in CloudWatch do: AWS/IoT, Connect.Success).

Examples:
  $ cognito-iot status --stack Access
  $ cognito-iot status --outputs cdk-outputs.json --json

Exit codes: 0 done, 1 it could not be counted, 2 wrong usage.

Rights: cognito-idp:DescribeUserPool on the user pool; iot:ListTargetsForPolicy on both policies; dynamodb:Scan on the
directory's table; with --stack alone cloudformation:DescribeStacks.`;
