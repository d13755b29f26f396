import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What `npm start` serves. */
export interface ServedPage {
  readonly url: string;
  readonly sandboxUrl: string;
  stop(): Promise<void>;
}

interface Line {
  readonly step: string;
  readonly ok: boolean;
  readonly detail: { readonly url?: string; readonly message?: string };
}

/** Runs `npm start` on free ports, with a stack that lets the page's origin in, until its journey has ended. */
export async function servedPage(): Promise<ServedPage> {
  const [port, pagePort] = [await freePort(), await freePort()];
  const context = `iotAccess=${JSON.stringify({ allowedOrigins: [`http://localhost:${pagePort}`] })}`;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'sandbox/start.ts', '--json', '--port', `${port}`, '--page-port', `${pagePort}`, '-c', context],
    { cwd: join(import.meta.dirname, '../..'), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const urls: Record<string, string> = {};
  for await (const text of createInterface({ input: child.stdout })) {
    const { step, ok, detail } = JSON.parse(text) as Line;
    if (!ok) throw new Error(`npm start failed at "${step}": ${detail.message}`);
    if (detail.url !== undefined) urls[step] = detail.url;
    if (step !== LAST_STEP) continue;
    return {
      url: urls.page ?? '',
      sandboxUrl: urls.boot ?? '',
      async stop() {
        child.kill('SIGINT');
        await ended;
      },
    };
  }
  throw new Error('npm start ended without its journey.');
}

const LAST_STEP = 'status';

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
