import { readAssembly, type Sandbox, startSandbox } from '../../sandbox/index.js';
import { tellJson, tellPeople } from '../steps/printer.js';
import { timed } from '../steps/timed.js';
import { type BootOptions, DEFAULT_PORT } from './boot-options.js';
import { howToUse } from './how-to-use.js';
import { sandboxOptions } from './options-of-sandbox.js';

export interface SandboxCommandOptions extends BootOptions {
  readonly assembly: string;
  readonly json: boolean;
}

/** @returns the exit code */
export async function runSandbox(options: SandboxCommandOptions, interrupt: AbortSignal): Promise<number> {
  const tell = options.json ? tellJson : tellPeople;
  const sandbox = await timed('boot', interrupt, tell, async () => {
    const assembly = readAssembly(options.assembly, options.stack);
    const result = await startSandbox({ ...sandboxOptions(options, DEFAULT_PORT), assembly });
    const { url, outputs, remarks, views } = result;
    const toChoose = remarks.length === 0 ? {} : { remarks };
    return { result, detail: { url, outputs, ...toChoose, notEmulated: views.notEmulated() } };
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
