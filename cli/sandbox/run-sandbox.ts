import { readAssembly, type Sandbox, startSandbox } from '../../sandbox/index.js';
import { type Tell, tellEvent, tellJson, tellPeople } from '../steps/printer.js';
import { timed } from '../steps/timed.js';
import { type BootOptions, DEFAULT_PORT } from './boot-options.js';
import { howToUse } from './how-to-use.js';
import { sandboxOptions } from './options-of-sandbox.js';
import { takeUp } from './take-up.js';
import { synthesisIn, watchSynthesis } from './watch-synthesis.js';

export interface SandboxCommandOptions extends BootOptions {
  readonly assembly: string;
  readonly json: boolean;
  readonly watch: boolean;
}

/** @returns the exit code */
export async function runSandbox(options: SandboxCommandOptions, interrupt: AbortSignal): Promise<number> {
  const tell = options.json ? tellJson : tellPeople;
  // Before it is read: one that comes while it boots is not missed.
  const booted = synthesisIn(options.assembly);
  const sandbox = await timed('boot', interrupt, tell, async () => {
    const assembly = readAssembly(options.assembly, options.stack);
    const onRefusal = (refusal: object) => tellEvent('refusal', refusal);
    const result = await startSandbox({
      ...sandboxOptions(options, DEFAULT_PORT),
      ...(options.json ? { onRefusal } : {}),
      assembly,
    });
    const { url, outputs, remarks, views } = result;
    const toChoose = remarks.length === 0 ? {} : { remarks };
    return { result, detail: { url, outputs, ...toChoose, notEmulated: views.notEmulated() } };
  });
  if (sandbox === undefined) return interrupt.aborted ? 0 : 1;
  if (!options.json) process.stdout.write(`\n${howToUse(sandbox)}`);
  const unwatch = options.watch ? watch(sandbox, { ...options, booted }, tell) : () => undefined;
  await untilTold(sandbox, interrupt);
  unwatch();
  if (options.json) tell({ step: 'stop', ok: true, ms: 0, detail: {} });
  return 0;
}

interface Watched extends Pick<SandboxCommandOptions, 'assembly' | 'stack' | 'json'> {
  /** The synthesis that was booted. */
  readonly booted: string | undefined;
}

/** Takes up each new synthesis, and says what it has brought; of one that does not boot, why. */
function watch(sandbox: Sandbox, { assembly, stack, json, booted }: Watched, tell: Tell): () => void {
  if (!json) process.stdout.write(`Watches ${assembly}: a new synthesis is taken up, with users and attachments.\n`);
  return watchSynthesis(assembly, booted, () => takeUp(sandbox, { assembly, stack, json }, tell));
}

async function untilTold(sandbox: Sandbox, interrupt: AbortSignal): Promise<void> {
  if (!interrupt.aborted) {
    await new Promise<void>((resolve) => interrupt.addEventListener('abort', () => resolve(), { once: true }));
  }
  await sandbox.stop();
}
