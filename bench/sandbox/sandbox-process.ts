import { startSandbox } from '../../sandbox/sandbox.js';
import { readAssembly } from '../../sandbox/template/assembly.js';

/** What the process says once the sandbox is up. */
export interface Booted {
  readonly url: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Milliseconds from the synthesized stack to a sandbox that answers. */
  readonly bootMs: number;
}

/** What the process says when it is asked for its `usage`; for its `memory`, the latter alone. */
export interface Usage {
  /** CPU time since its start, before the collection of garbage and after it. */
  readonly cpuMs: number;
  readonly cpuAfterMs: number;
  readonly rssMb: number;
}

/** A sandbox in a process of its own, so that its memory is only its own. */
const [, , folder = '', dataFolder] = process.argv;
const assembly = readAssembly(folder);
const begun = performance.now();
const sandbox = await startSandbox({ assembly, ...(dataFolder === undefined ? {} : { dataFolder }) });
const { url, outputs } = sandbox;
const booted: Booted = { url, outputs, bootMs: performance.now() - begun };
process.send?.(booted);
const rssMb = () => process.memoryUsage.rss() / 2 ** 20;
process.on('message', (question) => {
  if (question === 'memory') return void process.send?.({ rssMb: rssMb() });
  const before = cpuMs();
  // Once more: what ended with the first is found by the second.
  for (let times = 0; times < 2; times += 1) globalThis.gc?.();
  process.send?.({ cpuMs: before, cpuAfterMs: cpuMs(), rssMb: rssMb() } satisfies Usage);
});
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
process.on('disconnect', async () => {
  await sandbox.stop();
  process.exit(0);
});
