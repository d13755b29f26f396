import { Command } from 'commander';
import { readAssembly, type Sandbox, startSandbox } from '../../sandbox/index.js';
import { listenForEnd } from '../ending.js';
import { tellJson, tellPeople } from '../steps/printer.js';
import { timed } from '../steps/timed.js';
import { addBootOptions, type BootOptions, DEFAULT_PORT } from './boot-options.js';
import { howToUse } from './how-to-use.js';
import { port } from './option-values.js';
import { sandboxOptions } from './options-of-sandbox.js';

interface SandboxCommandOptions extends BootOptions {
  readonly assembly: string;
  readonly json: boolean;
}

/** `cognito-iot sandbox`: boots an assembly, says how to use it, and stays up until it is told to end. */
export function sandboxCommand(): Command {
  const command = new Command('sandbox')
    .description(
      'Boots a synthesized stack on this machine: Cognito, API Gateway, Lambda and IoT Core, and what they refuse.',
    )
    .option('--assembly <folder>', 'the cloud assembly, as `cdk synth` writes it', 'cdk.out')
    .option('--port <number>', 'port of the sandbox; 0 takes any free one', port, DEFAULT_PORT)
    .option('--region <name>', 'Region the stack is imagined in', 'us-east-1')
    .option('--json', 'print one JSON object for each step and nothing else', false);
  return addBootOptions(command).action(async (options: SandboxCommandOptions) => {
    process.exitCode = await run(options, listenForEnd());
  });
}

async function run(options: SandboxCommandOptions, interrupt: AbortSignal): Promise<number> {
  const tell = options.json ? tellJson : tellPeople;
  const sandbox = await timed('boot', interrupt, tell, async () => {
    const assembly = readAssembly(options.assembly, options.stack);
    const result = await startSandbox({ ...sandboxOptions(options, DEFAULT_PORT), assembly });
    const { url, outputs, views } = result;
    return { result, detail: { url, outputs, notEmulated: views.notEmulated() } };
  });
  if (sandbox === undefined) return interrupt.aborted ? 0 : 1;
  if (!options.json) process.stdout.write(`\n${howToUse(sandbox)}`);
  await untilTold(sandbox, interrupt);
  return 0;
}

async function untilTold(sandbox: Sandbox, interrupt: AbortSignal): Promise<void> {
  if (!interrupt.aborted) {
    await new Promise<void>((resolve) => interrupt.addEventListener('abort', () => resolve(), { once: true }));
  }
  await sandbox.stop();
}
