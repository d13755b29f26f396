import { Command, Option } from 'commander';
import { addBootOptions, type BootOptions } from '../sandbox/boot-options.js';
import { collect, port } from '../sandbox/option-values.js';

/** What `npm start` can be told. */
export interface StartOptions extends BootOptions {
  readonly once: boolean;
  readonly json: boolean;
  readonly watch: boolean;
  readonly page: boolean;
  readonly pagePort: number;
  readonly context: readonly string[];
  readonly assembly: string | undefined;
}

/** Reads the command line; for a wrong one it prints what was wrong and exits with 1. */
export function parseOptions(argv: readonly string[]): StartOptions {
  const command = new Command('npm start --')
    .description('Boots the synthesized stack in a sandbox on this machine and walks a made-up user through it.')
    .option('--once', 'exit after the journey: 0 if every step did what it should, 1 otherwise', false)
    .option('--json', 'print one JSON object for each step and nothing else', false)
    .addOption(
      new Option('--watch', 'take up what changes in the sources, or each new synthesis of --assembly; users stay')
        .default(false)
        .conflicts('once'),
    )
    .option('--port <number>', 'port of the sandbox (default: 8001; with --once: any free one)', port)
    .option('--page-port <number>', 'port of the demo page', port, 8000)
    .option('--no-page', 'leave the demo page out, as --once does')
    .option(
      '-c, --context <key=value>',
      "context for the synthesis, as for cdk (repeatable); iotAccess='{…}' is merged into cdk.json's",
      collect,
      [],
    )
    .option('--assembly <folder>', 'boot this cloud assembly (cdk.out) instead of synthesizing one');
  return addBootOptions(command).parse(argv, { from: 'user' }).opts<StartOptions>();
}
