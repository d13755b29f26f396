import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STEP_NAMES, type StepResult, walkJourney } from '../journey/journey.js';
import { type Sandbox, startSandbox } from './sandbox.js';
import { type DemoPage, openDemoPage } from './start/demo-page.js';
import { parseOptions, type StartOptions } from './start/options.js';
import { type Tell, tellJson, tellPeople } from './start/printer.js';
import { intentOf, sandboxTarget } from './start/sandbox-target.js';
import { synthesize } from './start/synthesize.js';
import { readAssembly } from './template/assembly.js';

const DEFAULT_PORT = 8001;

// synth → boot → the page → the journey → stay up, or stop
async function start(options: StartOptions): Promise<number> {
  const tell: Tell = options.json ? tellJson : tellPeople;
  const folder = options.assembly ?? mkdtempSync(join(tmpdir(), 'cognito-iot-access-'));
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort());
  // Whoever read our output has gone (`| head`): that ends us as Ctrl-C does, without a stack trace.
  process.stdout.on('error', () => interrupt.abort());
  let sandbox: Sandbox | undefined;
  let page: DemoPage | undefined;
  try {
    if (options.page && !options.once) {
      page = await openPage(options.pagePort, tell);
      if (page === undefined) return fail('page', ['synth', 'boot', ...STEP_NAMES], tell);
    }
    const synthesized = await timed('synth', tell, async () => {
      if (options.assembly === undefined) await synthesize(folder, options.context, interrupt.signal);
      return { result: readAssembly(folder, options.stack), detail: { folder } };
    });
    if (synthesized === undefined) return fail('synth', ['boot', ...STEP_NAMES], tell);
    sandbox = await timed('boot', tell, async () => {
      const result = await startSandbox({ ...sandboxOptions(options), assembly: synthesized });
      return { result, detail: { url: result.url, notEmulated: result.views.notEmulated() } };
    });
    if (sandbox === undefined) return fail('boot', STEP_NAMES, tell);
    if (page !== undefined && !(await showPage(page, sandbox, tell))) return fail('page', STEP_NAMES, tell);
    const stopped = new Promise<void>((resolve) => interrupt.signal.addEventListener('abort', () => resolve()));
    const walked = await Promise.race([walkJourney(sandboxTarget(sandbox, intentOf(synthesized)), tell), stopped]);
    if (options.once || walked === undefined) return walked === true ? 0 : 1;
    if (!options.json) tellHowToUse(sandbox, page);
    await stopped;
    return 0;
  } finally {
    await page?.stop();
    await sandbox?.stop();
    if (options.assembly === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function sandboxOptions(options: StartOptions) {
  const { region, attachDelay, credentialsLifetime, refusedSubscribe, data } = options;
  return {
    region,
    attachDelay,
    credentialsLifetime,
    refusedSubscribe,
    quotas: options.quota,
    ...(options.concurrentExecutions === undefined ? {} : { concurrentExecutions: options.concurrentExecutions }),
    failures: options.fail,
    secrets: options.secret,
    existing: options.existing.map((folder) => readAssembly(folder)),
    port: options.port ?? (options.once ? 0 : DEFAULT_PORT),
    ...(data === undefined ? {} : { dataFolder: data }),
    ...(options.verbose ? { onLogLine: (line: string) => process.stderr.write(`${line}\n`) } : {}),
  };
}

/** Runs and tells a step of the start itself. @returns undefined if it failed */
async function timed<T>(
  step: string,
  tell: Tell,
  run: () => Promise<{ readonly result: T; readonly detail: StepResult['detail'] }>,
): Promise<T | undefined> {
  const begun = performance.now();
  const elapsed = () => Math.round(performance.now() - begun);
  try {
    const { result, detail } = await run();
    tell({ step, ok: true, ms: elapsed(), detail });
    return result;
  } catch (error) {
    const { name: code, message } = error as Error;
    tell({ step, ok: false, ms: elapsed(), detail: { code, message } });
    return undefined;
  }
}

/** Its port is taken first; a port in use needs no synthesis to be told. */
async function openPage(port: number, tell: Tell): Promise<DemoPage | undefined> {
  const onlyFailure: Tell = (result) => void (result.ok || tell(result));
  return timed('page', onlyFailure, async () => ({ result: await openDemoPage(port), detail: {} }));
}

async function showPage(page: DemoPage, sandbox: Sandbox, tell: Tell): Promise<boolean> {
  const shown = await timed('page', tell, async () => {
    await page.show(sandbox);
    return { result: true, detail: { url: page.url } };
  });
  return shown === true;
}

function fail(step: string, rest: readonly string[], tell: Tell): number {
  const detail = { code: 'NotTried', message: `Not tried: it needs "${step}", which failed.` };
  // People have just read why; a program wants every name.
  if (tell === tellJson) for (const name of rest) tell({ step: name, ok: false, ms: 0, detail });
  return 1;
}

function tellHowToUse({ url, outputs }: Sandbox, page: DemoPage | undefined): void {
  const region = outputs.Region ?? '';
  const open = page === undefined ? '' : `The demo page is at ${page.url}\n`;
  process.stdout.write(`
${open}The sandbox is up at ${url} (Ctrl-C stops it).

${JSON.stringify(outputs, null, 2)}

Point any AWS SDK or CLI at it:  AWS_ENDPOINT_URL=${url} AWS_REGION=${region}
See what happens inside:         ${url}/_sandbox/
`);
}

// The AWS SDK warns on every start under Node 20; its version here is fixed, and says nothing to whoever tries this.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
process.exitCode = await start(parseOptions(process.argv.slice(2)));
