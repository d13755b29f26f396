import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

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

const root = join(import.meta.dirname, '../..');
const sourcesOfSandbox = join(root, 'sandbox/index.ts');
const builtSandbox = join(root, 'sandbox/dist/index.js');

/** As `npm start` has it: the loader of sources takes its own share, which a small young generation gives back. */
const asSources = ['--max-semi-space-size=2', '--import', 'tsx'];

/** A sandbox in a process of its own. */
export interface SandboxProcess {
  readonly booted: Booted;
  /** MB, as it is. */
  memory(): Promise<number>;
  /** After a garbage collection. */
  usage(): Promise<Usage>;
  stop(): Promise<void>;
  /** Ends it as `kill -9` does: nothing is written or said any more. */
  kill(): void;
}

export interface SandboxProcessOptions {
  /** Folder of the synthesized stack. */
  readonly assembly: string;
  /** Folder that keeps the state. @default in memory */
  readonly dataFolder?: string | undefined;
  /** Whether the package's build runs, as in the apps of those who install it: `buildSandbox` first.
   * @default false: the sources, as `npm start` runs them */
  readonly built?: boolean;
}

export async function bootSandboxProcess(options: SandboxProcessOptions): Promise<SandboxProcess> {
  const { assembly, dataFolder, built = false } = options;
  const file = join(import.meta.dirname, 'sandbox-process.mjs');
  const args = [built ? builtSandbox : sourcesOfSandbox, assembly, ...(dataFolder === undefined ? [] : [dataFolder])];
  const child = fork(file, args, { execArgv: ['--expose-gc', ...(built ? [] : asSources)] });
  const answer = async () => (await once(child, 'message'))[0] as unknown;
  const ask = (question: 'memory' | 'usage') => {
    child.send(question);
    return answer();
  };
  const booted = (await answer()) as Booted;
  return {
    booted,
    memory: async () => ((await ask('memory')) as Pick<Usage, 'rssMb'>).rssMb,
    usage: async () => (await ask('usage')) as Usage,
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** Builds the package of the sandbox in its place, for `built`. */
export function buildSandbox(): void {
  execFileSync(process.execPath, [join(root, 'packaging/build.mjs'), 'sandbox'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
