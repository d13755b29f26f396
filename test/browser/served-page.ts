import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What `npm start` serves. */
export interface ServedPage {
  readonly url: string;
  readonly sandboxUrl: string;
  /** Ends the process without a word, as a crash does. */
  kill(): Promise<void>;
  /** The same once more, on the same ports. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

export interface ServedPageOptions {
  /** Of the stack, beside the allowed origin. */
  readonly settings?: object | ((url: string) => object);
  /** Where the sandbox keeps its certificate authority. @default the user's own */
  readonly cacheHome?: string;
  /** Folder that outlives the process. */
  readonly data?: string;
  /** @default 'journey' */
  readonly until?: 'journey' | 'page';
}

interface Line {
  readonly step: string;
  readonly ok: boolean;
  readonly detail: { readonly message?: string };
}

/** Runs `npm start` on free ports, with a stack that lets the page's origin in. */
export async function servedPage(options: ServedPageOptions = {}): Promise<ServedPage> {
  const { data, until = 'journey', cacheHome } = options;
  const [port, pagePort] = [await freePort(), await freePort()];
  const url = `http://localhost:${pagePort}`;
  const settings = typeof options.settings === 'function' ? options.settings(url) : options.settings;
  const context = `iotAccess=${JSON.stringify({ allowedOrigins: [url], ...settings })}`;
  const ports = ['--port', `${port}`, '--page-port', `${pagePort}`];
  const args = ['--json', ...ports, '-c', context, ...(data === undefined ? [] : ['--data', data])];
  const lastStep = until === 'journey' ? 'status' : 'page';
  const env = cacheHome === undefined ? process.env : { ...process.env, XDG_CACHE_HOME: cacheHome };
  let running = await npmStart(args, lastStep, env);
  return {
    url,
    sandboxUrl: `http://127.0.0.1:${port}`,
    kill: () => running.end('SIGKILL'),
    async startAgain() {
      running = await npmStart(args, lastStep, env);
    },
    stop: () => running.end('SIGINT'),
  };
}

/** Resolves when that step has been done. */
async function npmStart(args: readonly string[], lastStep: string, env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'cli/start.ts', ...args], {
    cwd: join(import.meta.dirname, '../..'),
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  for await (const text of createInterface({ input: child.stdout })) {
    const { step, ok, detail } = JSON.parse(text) as Line;
    if (!ok) throw new Error(`npm start failed at "${step}": ${detail.message}`);
    if (step !== lastStep) continue;
    const end = (signal: 'SIGINT' | 'SIGKILL') => {
      child.kill(signal);
      return ended;
    };
    return { end };
  }
  throw new Error(`npm start ended without its step "${lastStep}".`);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
