import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { openConsole, servedConsole } from './served-console.js';
import { type WatchedBrowser, watchedBrowser } from './watched-browser.js';

/** A page of another origin on this machine, with a form. */
const STRANGER = `<!doctype html><title>Stranger</title><form method="post" enctype="text/plain"></form>`;

describe('the console, and pages of another origin in the same Chromium', () => {
  let sandbox: Sandbox;
  let browser: WatchedBrowser;
  let stranger: Server;
  let page: Page;

  beforeAll(async () => {
    browser = await watchedBrowser();
    sandbox = await servedConsole();
    stranger = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(STRANGER));
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
    await new Promise((resolve) => stranger?.close(resolve));
  });
  beforeEach(async () => {
    const context = await browser.newContext();
    // Somebody has the console open while the other page is visited.
    await openConsole(context, sandbox);
    page = await context.newPage();
    await page.goto(`http://localhost:${(stranger.address() as AddressInfo).port}/`);
  });
  afterEach(() => browser.closeContexts());

  /** What a script of the other page gets to read, or the name of its error. */
  const reads = (path: string, init: Sent = {}) =>
    page.evaluate(
      ([url, options]) =>
        fetch(url, options).then(
          async (response) => `${response.type} ${response.status} ${await response.text()}`,
          (error: Error) => error.name,
        ),
      [`${sandbox.url}${path}`, init] as const,
    );
  const json = { 'content-type': 'application/json' };

  it.each([
    '/',
    '/_sandbox/events',
    '/_sandbox/operator',
    '/_sandbox/users',
    '/_sandbox/snapshot',
    '/_sandbox/api-requests',
  ])('read nothing of %s', async (path) => {
    // Without that header `/` is no page, but an operation of AWS that the sandbox does not know.
    await expect(reads(path)).resolves.toMatch(path === '/' ? /^cors 404 / : /^TypeError$/);
    await expect(reads(path, { credentials: 'include', headers: { accept: 'text/html' } })).resolves.toBe('TypeError');
    await expect(reads(path, { mode: 'no-cors' })).resolves.toMatch(/^(opaque 0 |TypeError)$/);
  });

  it.each([
    { path: 'reset-state', body: {} },
    { path: 'clock', body: { advanceSeconds: 3600 } },
    { path: 'attach-delay', body: { seconds: 9 } },
    { path: 'faults', body: { operation: 'iot:AttachPolicy', code: 'X', rate: 1 } },
    {
      path: 'users/create',
      body: { userPoolId: 'pool', userName: 'mallory@example.com', password: 'Correct-Horse-7' },
    },
  ])('change nothing by $path', async ({ path, body }) => {
    const userPoolId = sandbox.outputs.UserPoolId ?? '';
    const text = JSON.stringify(body).replace('"pool"', JSON.stringify(userPoolId));
    const before = stateOf(sandbox);
    const method = 'POST';
    await expect(reads(`/_sandbox/${path}`, { method, body: text, headers: json })).resolves.toBe('TypeError');
    await reads(`/_sandbox/${path}`, { method, body: text, mode: 'no-cors' });
    await reads(`/_sandbox/${path}`, {
      method,
      body: text,
      mode: 'no-cors',
      headers: { 'content-type': 'text/plain' },
    });
    await reads(`/_sandbox/${path}`, { method, body: text, headers: { ...json, 'x-sandbox-token': 'guessed' } });
    expect(stateOf(sandbox)).toEqual(before);
  });

  it('change nothing by a form, and cannot put the console into a frame or keep hold of its window', async () => {
    const before = stateOf(sandbox);
    await page.evaluate((url) => {
      // This runs in the browser, whose types the tests do not have.
      const { document } = globalThis as unknown as { document: { querySelector(what: string): FormLike } };
      const form = document.querySelector('form');
      form.action = url;
      form.innerHTML = `<input name='{"advanceSeconds": 3600, "a": "' value='"}'>`;
      form.submit();
    }, `${sandbox.url}/_sandbox/clock`);
    await page.waitForURL('**/_sandbox/clock');
    expect(stateOf(sandbox)).toEqual(before);

    await page.goBack();
    const framed = await page.evaluate(
      (url) =>
        new Promise<string>((resolve) => {
          // As above.
          const { document } = globalThis as unknown as { document: DocumentLike };
          const frame = document.createElement('iframe');
          frame.onload = () => {
            try {
              resolve(frame.contentWindow.document.title);
            } catch (error) {
              resolve((error as Error).name);
            }
          };
          frame.src = url;
          document.body.append(frame);
        }),
      `${sandbox.url}/`,
    );
    expect(framed).toBe('SecurityError');
    const shown = await Promise.all(page.frames().map((frame) => frame.locator('meta[name="sandbox-token"]').count()));
    expect(shown).toEqual(shown.map(() => 0));
  });
});

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly mode?: 'no-cors';
  readonly credentials?: 'include';
}

interface FormLike {
  action: string;
  innerHTML: string;
  submit(): void;
}

interface DocumentLike {
  readonly body: { append(child: unknown): void };
  createElement(name: string): {
    onload: () => void;
    src: string;
    readonly contentWindow: { readonly document: { readonly title: string } };
  };
}

/** What such a page could have changed; the time runs on by itself. */
function stateOf({ views, clock, guard }: Sandbox) {
  const minutesAhead = Math.round((clock.now() - Date.now()) / 60_000);
  return { users: views.users(), attachments: views.attachments(), counts: guard.counts(), minutesAhead };
}
