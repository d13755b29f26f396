import { STEP_NAMES, walkJourney } from '../../journey/journey.js';
import type { JourneyTarget } from '../../journey/target.js';
import { readAssembly, type Sandbox, startSandbox } from '../../sandbox/index.js';
import { listenForEnd } from '../ending.js';
import { intentOf } from '../intent-of.js';
import { DEFAULT_PORT } from '../sandbox/boot-options.js';
import { howToUse } from '../sandbox/how-to-use.js';
import { sandboxOptions } from '../sandbox/options-of-sandbox.js';
import { countSteps, type Tell, tellJson, tellPeople } from '../steps/printer.js';
import { timed } from '../steps/timed.js';
import { buildConsole } from './console-page.js';
import { type DemoPage, openDemoPage } from './demo-page.js';
import { sandboxTarget, settingsOf } from './sandbox-target.js';
import { hasUseForLamp, LAMP, type SimulatedLamp, simulateLamp } from './simulated-lamp.js';
import type { StartOptions } from './start-options.js';
import { ourAssembly, watchedVersion, watchStack } from './watch-stack.js';

// synth → boot → the page → its lamp → the journey → stay up, or stop
/** @returns the exit code */
export async function start(options: StartOptions): Promise<number> {
  const { tell, verdict } = countSteps(options.json ? tellJson : tellPeople);
  const interrupt = listenForEnd();
  let sandbox: Sandbox | undefined;
  let page: DemoPage | undefined;
  let lamp: SimulatedLamp | undefined;
  let unwatch: (() => void) | undefined;
  const fail = (step: string, rest: readonly string[]) => {
    if (options.json) tellNotTried(step, rest, tell);
    else if (interrupt.aborted) process.stdout.write('Stopped before it was up.\n');
    return 1;
  };
  try {
    if (options.page && !options.once) {
      page = await openPage(options.pagePort, tell);
      if (page === undefined) return fail('page', ['synth', 'boot', ...STEP_NAMES]);
    }
    const version = options.watch ? watchedVersion(options) : undefined;
    const synthesized = await timed('synth', interrupt, tell, async () => {
      const { assembly } = options;
      const { folder, kept } = assembly === undefined ? await ourAssembly(options, interrupt) : { folder: assembly };
      const result = readAssembly(folder, options.stack);
      const from = assembly === undefined ? { kept } : { folder };
      return { result, detail: { settings: settingsOf(result), ...from } };
    });
    if (synthesized === undefined) return fail('synth', ['boot', ...STEP_NAMES]);
    sandbox = await timed('boot', interrupt, tell, async () => {
      const pageOrigin = page === undefined ? {} : { pageOrigin: page.url };
      const result = await startSandbox({
        ...sandboxOptions(options, options.once ? 0 : DEFAULT_PORT),
        ...pageOrigin,
        assembly: synthesized,
      });
      return { result, detail: { url: result.url, notEmulated: result.views.notEmulated() } };
    });
    if (sandbox === undefined) return fail('boot', STEP_NAMES);
    if (!options.once && !(await showConsole(sandbox, interrupt, tell))) return fail('console', STEP_NAMES);
    if (page !== undefined && !(await showPage(page, sandbox, interrupt, tell))) return fail('page', STEP_NAMES);
    const target = sandboxTarget(sandbox, intentOf(synthesized));
    if (!options.once && hasUseForLamp(target.intent.devices)) lamp = await lightLamp(target, interrupt, tell);
    const stopped = new Promise<void>((resolve) => interrupt.addEventListener('abort', () => resolve()));
    const walked = await Promise.race([walkJourney(target, tell), stopped]);
    if (!options.json && walked !== undefined) process.stdout.write(`\n${verdict()}\n`);
    if (options.once || walked === undefined) return walked === true ? 0 : 1;
    if (!options.json) tellHowToUse(sandbox, page);
    if (options.watch) unwatch = watchStack(sandbox, options, version, { tell, interrupt });
    await stopped;
    return 0;
  } finally {
    unwatch?.();
    await lamp?.stop();
    await page?.stop();
    await sandbox?.stop();
  }
}

/** Its port is taken first; a port in use needs no synthesis to be told. */
async function openPage(port: number, tell: Tell): Promise<DemoPage | undefined> {
  const onlyFailure: Tell = (result) => void (result.ok || tell(result));
  const never = new AbortController().signal;
  return timed('page', never, onlyFailure, async () => ({ result: await openDemoPage(port), detail: {} }));
}

async function showPage(page: DemoPage, sandbox: Sandbox, interrupt: AbortSignal, tell: Tell): Promise<boolean> {
  const shown = await timed('page', interrupt, tell, async () => {
    await page.show(sandbox);
    return { result: true, detail: { url: page.url, ...letInHereAlone(page, sandbox) } };
  });
  return shown === true;
}

/** The sandbox serves it, and reads it anew whenever it is asked for. */
async function showConsole({ url }: Sandbox, interrupt: AbortSignal, tell: Tell): Promise<boolean> {
  const built = await timed('console', interrupt, tell, async () => {
    await buildConsole();
    return { result: true, detail: { url: `${url}/` } };
  });
  return built === true;
}

/** Something to be granted and switched. Without it everything else works. */
function lightLamp(target: JourneyTarget, interrupt: AbortSignal, tell: Tell): Promise<SimulatedLamp | undefined> {
  return timed('lamp', interrupt, tell, async () => {
    const grant = `npx cognito-iot grant <sub of a user> ${LAMP} --sandbox ${target.endpoint}`;
    return { result: await simulateLamp(target), detail: { grant, thing: LAMP } };
  });
}

/** On AWS, a page that `allowedOrigins` does not name could not call the API. */
function letInHereAlone({ url }: DemoPage, { allowedOrigins }: Sandbox): { letIn?: string } {
  if (allowedOrigins.includes(url)) return {};
  const named = allowedOrigins.filter((origin) => origin !== '').join(', ');
  return { letIn: `by the sandbox alone: the stack's allowedOrigins (${named}) do not name ${url}` };
}

function tellNotTried(step: string, rest: readonly string[], tell: Tell): void {
  const detail = { code: 'NotTried', message: `Not tried: it needs "${step}", which failed.` };
  // People have just read why; a program wants every name.
  for (const name of rest) tell({ step: name, ok: false, ms: 0, detail });
}

function tellHowToUse(sandbox: Sandbox, page: DemoPage | undefined): void {
  const { letIn } = page === undefined ? {} : letInHereAlone(page, sandbox);
  const note = letIn === undefined ? '' : `  It is let in ${letIn}.\n`;
  const open = page === undefined ? '' : `The demo page is at ${page.url}\n${note}`;
  process.stdout.write(`\n${open}${howToUse(sandbox)}`);
}
