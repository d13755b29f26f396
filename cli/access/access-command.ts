import { Command } from 'commander';
import { addBootOptions } from '../sandbox/boot-options.js';
import type { AccessCommandOptions } from './run-access.js';

/** Those of a boot that say how templates are read. */
const TEMPLATE_OPTIONS = [
  '--stack',
  '--region',
  '--existing',
  '--parameter',
  '--ssm',
  '--attribute',
  '--secret',
  '--managed-policy',
];

/** `cognito-iot access`: who may do what in synthesized stacks, and what is more than it was. */
export function accessCommand(): Command {
  const command = new Command('access')
    .description('Says who may do what in synthesized stacks, and what decides it; boots nothing.')
    .option('--assembly <folder>', 'the cloud assembly, as `cdk synth` writes it', 'cdk.out')
    .option('--baseline <file>', 'what --json wrote before: says what has changed, and ends with 1 if more is allowed')
    .option('--json', 'print JSON and nothing else: the report, or with --baseline the differences', false);
  for (const option of addBootOptions(new Command()).options) {
    if (TEMPLATE_OPTIONS.includes(option.long ?? '')) command.addOption(option);
  }
  return command.action(async (options: AccessCommandOptions) => {
    // Only now: loading what knows the resource types takes a second, which nobody waits for who asks for help.
    const { runAccess } = await import('./run-access.js');
    process.exitCode = runAccess(options);
  });
}
