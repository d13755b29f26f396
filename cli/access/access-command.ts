import { Command } from 'commander';
import { policyFile } from '../sandbox/option-values.js';
import type { AccessCommandOptions } from './run-access.js';

/** `cognito-iot access`: who may do what in a synthesized stack, and what is more than it was. */
export function accessCommand(): Command {
  return new Command('access')
    .description('Says who may do what in a synthesized stack, and what decides it; boots nothing.')
    .option('--assembly <folder>', 'the cloud assembly, as `cdk synth` writes it', 'cdk.out')
    .option('--stack <name>', 'the stack, if the assembly has several')
    .option('--region <name>', 'Region the stack is imagined in', 'us-east-1')
    .option(
      '--managed-policy <arn=file>',
      'JSON document of a managed policy that a role carries and no template has (repeatable)',
      policyFile,
      {},
    )
    .option('--baseline <file>', 'what --json wrote before: says what has changed, and ends with 1 if more is allowed')
    .option('--json', 'print JSON and nothing else: the report, or with --baseline the differences', false)
    .action(async (options: AccessCommandOptions) => {
      // Only now: loading what knows the resource types takes a second, which nobody waits for who asks for help.
      const { runAccess } = await import('./run-access.js');
      process.exitCode = runAccess(options);
    });
}
