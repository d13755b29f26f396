import { startSandbox } from '../../sandbox/sandbox.js';
import { readAssembly } from '../../sandbox/template/assembly.js';

/** What the process says once the sandbox is up. */
export interface Booted {
  readonly url: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Milliseconds from the synthesized stack to a sandbox that answers. */
  readonly bootMs: number;
}

/** A sandbox in a process of its own, so that its memory is only its own. Answers any message with its memory in MB. */
const assembly = readAssembly(process.argv[2] ?? '');
const begun = performance.now();
const { url, outputs } = await startSandbox({ assembly });
const booted: Booted = { url, outputs, bootMs: performance.now() - begun };
process.send?.(booted);
process.on('message', () => process.send?.(process.memoryUsage.rss() / 2 ** 20));
process.on('disconnect', () => process.exit(0));
