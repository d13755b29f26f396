import { Command, Option } from 'commander';
import { collect } from '../sandbox/option-values.js';
import type { ChangesCommandOptions } from './changes-report.js';

/** `cognito-iot changes`: what deploying a synthesized stack would do to what is deployed. */
export function changesCommand(): Command {
  return new Command('changes')
    .description(
      'Compares what is deployed with what was synthesized: says what changes, and ends with 1 if AWS refuses it or ' +
        'users lose something by it. Changes nothing.',
    )
    .option('--assembly <folder>', 'the cloud assembly, as `cdk synth` writes it', 'cdk.out')
    .option('--stack <name>', 'only this stack of the assembly, and what it depends on')
    .addOption(
      new Option('--template <file>', 'what is deployed, as JSON, in place of asking CloudFormation').conflicts([
        'sandbox',
        'profile',
        'region',
      ]),
    )
    .addOption(
      new Option('--sandbox <url>', 'a running sandbox, in place of AWS').conflicts(['profile', 'region', 'template']),
    )
    .option('--profile <name>', 'of the AWS configuration; else as the AWS SDK finds credentials')
    .option('--region <name>', "in place of the stack's own, or of the profile's")
    .option('--accept <code>', 'go on though users lose this, such as GroupLost; may be repeated', collect, [])
    .option('--json', 'print JSON and nothing else', false)
    .action(async (options: ChangesCommandOptions) => {
      // Only now: the AWS SDK and AWS's resource schemas take a while, which nobody waits for who asks for help.
      const { runChanges } = await import('./run-changes.js');
      process.exitCode = await runChanges(options);
    });
}
