import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Booted, Usage } from './sandbox-process.js';

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
}

export async function bootSandboxProcess({ assembly, dataFolder }: SandboxProcessOptions): Promise<SandboxProcess> {
  // As `npm start` runs it: a small young generation keeps the process small, and costs a crowd of connections a little.
  const execArgv = ['--max-semi-space-size=2', '--expose-gc', '--import', 'tsx'];
  const file = join(import.meta.dirname, 'sandbox-process.ts');
  const child = fork(file, dataFolder === undefined ? [assembly] : [assembly, dataFolder], { execArgv });
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
