import { Command, Option } from 'commander';
import type { DeploymentOptions } from './deployment-options.js';

/** What every command on a deployment can be told. */
export interface DeploymentCommandOptions extends DeploymentOptions {
  /** Standard output holds JSON and nothing else. */
  readonly json: boolean;
}

/** A command on a deployed stack, or a running sandbox, that changes nothing. */
export function deploymentCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .addOption(new Option('--outputs <file>', OUTPUTS).conflicts('sandbox'))
    .option('--stack <name>', 'the stack, if the file has several; without a file CloudFormation is asked for it')
    .addOption(new Option('--sandbox <url>', 'a running sandbox, in place of AWS').conflicts(['profile', 'region']))
    .option('--profile <name>', 'of the AWS configuration; else as the AWS SDK finds credentials')
    .option('--region <name>', "in place of the stack's own, or of the profile's")
    .option('--json', 'print JSON and nothing else', false);
}

const OUTPUTS = 'what `cdk deploy --outputs-file` has written (default: cdk-outputs.json, if it is there)';

/** One that changes something. */
export function changingCommand(name: string, description: string): Command {
  return deploymentCommand(name, description).option('--dry-run', 'only tell what would be done', false);
}
