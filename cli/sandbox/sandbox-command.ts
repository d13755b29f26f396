import { Command } from 'commander';
import { listenForEnd } from '../ending.js';
import { addBootOptions, DEFAULT_PORT } from './boot-options.js';
import { port } from './option-values.js';
import type { SandboxCommandOptions } from './run-sandbox.js';
import { snapshotCommands } from './snapshot-commands.js';
import { trustCommand } from './trust-command.js';

/** `cognito-iot sandbox`: boots an assembly, says how to use it, and stays up until it is told to end. */
export function sandboxCommand(): Command {
  const command = new Command('sandbox')
    .description(
      'Boots a synthesized stack on this machine: Cognito, API Gateway, Lambda and IoT Core, and what they refuse.',
    )
    .option('--assembly <folder>', 'the cloud assembly, as `cdk synth` writes it', 'cdk.out')
    .option('--port <number>', 'port of the sandbox; 0 takes any free one', port, DEFAULT_PORT)
    .option('--watch', 'take up each new synthesis of the assembly; users and attachments stay', false)
    .option('--json', 'print one JSON object for each step and each refusal, and nothing else', false);
  for (const one of [trustCommand(), ...snapshotCommands()]) command.addCommand(one);
  return addBootOptions(command).action(async (options: SandboxCommandOptions) => {
    // Only now: loading the services takes a second, which nobody waits for who asks for help.
    const { runSandbox } = await import('./run-sandbox.js');
    process.exitCode = await runSandbox(options, listenForEnd());
  });
}
