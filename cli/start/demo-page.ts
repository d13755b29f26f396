import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import type { Sandbox } from '../../sandbox/index.js';

/** The demo page on a port of its own, as it would be on a site of its own. */
export interface DemoPage {
  /** Its origin, `http://localhost:<port>`: AWS knows no other way to tell pages apart. */
  readonly url: string;
  /**
   * Shows the page for this sandbox as soon as it is built; until then visitors are asked to wait.
   *
   * @throws Error when no page can call the stack's API
   */
  show(sandbox: Pick<Sandbox, 'url' | 'outputs'>): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Takes the port at once, so that a port in use is told before anything slow begins, and builds the page meanwhile.
 *
 * @throws Error saying so, and what to do, when the port is taken
 */
export async function openDemoPage(port: number): Promise<DemoPage> {
  const app = express().disable('x-powered-by');
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iot-access-page-'));
  const built = buildPage(folder);
  // Whoever awaits it gets the error; nobody may be there yet.
  built.catch(() => undefined);

  let ready = false;
  app.use((_request, response, next) => {
    if (ready) return next();
    response.status(503).set({ 'retry-after': '1', refresh: '1' }).send('The sandbox is starting …');
  });

  return {
    url,
    async show(sandbox) {
      await checkOrigin(url, sandbox.outputs.AttachPolicyUrl ?? '');
      await built;
      app.get('/cdk-outputs.json', (_request, response) => void response.json({ Sandbox: sandbox.outputs }));
      app.use(express.static(folder, { setHeaders: (response) => response.setHeaders(protection(sandbox.url)) }));
      ready = true;
    },
    async stop() {
      await built.catch(() => undefined);
      rmSync(folder, { recursive: true, force: true });
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** The page is no part of the sandbox: it is named by its path, as the functions are. */
async function buildPage(outDir: string): Promise<void> {
  // Only whoever wants the page waits for its tools to load.
  const { build } = await import('vite');
  const root = join(import.meta.dirname, '../../web');
  await build({
    configFile: join(root, 'vite.config.ts'),
    mode: 'production',
    logLevel: 'silent',
    build: { outDir, emptyOutDir: true },
  });
}

/** Asks as a browser would, since a page that is not let in shows nothing but "Failed to fetch". */
async function checkOrigin(origin: string, attachPolicyUrl: string): Promise<void> {
  const { headers } = await fetch(attachPolicyUrl, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  });
  if (headers.get('access-control-allow-origin') === origin) return;
  throw new Error(
    `The stack's API answers no preflight, so no page can call it. Add CORS to it, or leave the page out with --no-page.`,
  );
}

/** The page talks to itself and to the sandbox, and loads nothing from anywhere else. */
function protection(sandboxUrl: string): Map<string, string> {
  const addresses = ['http', 'https', 'ws', 'wss'].map((scheme) => sandboxUrl.replace('http:', `${scheme}:`));
  const policy = [
    "default-src 'self'",
    `connect-src 'self' ${addresses.join(' ')}`,
    "img-src 'self' data:",
    // MQTT.js keeps its ping timer in a worker, where a tab in the background does not slow it down.
    "worker-src 'self' blob:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return new Map([
    ['content-security-policy', policy.join('; ')],
    ['x-content-type-options', 'nosniff'],
    ['cache-control', 'no-store'],
  ]);
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new Error(
    `Port ${port} is in use, so the demo page cannot be served there. Stop what uses it, take any free port with ` +
      '--page-port 0, or leave the page out with --no-page.',
  );
}
