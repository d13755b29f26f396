import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { askSandbox } from './ask-sandbox.js';
import { type ServedPage, servedPage } from './served-page.js';
import { PASSWORD } from './visitor.js';
import { type WatchedBrowser, watchedBrowser } from './watched-browser.js';

const EMAIL = 'sample@example.com';
const HTML = `<!doctype html><meta charset="utf-8"><title>First sample</title>
<input name="email"><input name="password" type="password"><input name="code"><output></output>
<script type="module" src="page.js"></script>`;

describe("AWS's first sample in Chromium, from an origin that the stack does not know", () => {
  let served: ServedPage;
  let browser: WatchedBrowser;
  let sample: { readonly url: string; readonly server: Server };

  beforeAll(async () => {
    browser = await watchedBrowser();
    served = await servedPage({ settings: { clientSideAttach: true }, until: 'page' });
    sample = await servedSample(served.sandboxUrl);
  }, 180_000);
  afterAll(async () => {
    sample?.server.close();
    await browser?.close();
    await served?.stop();
  });
  afterEach(async () => {
    await expect(browser.closeContexts()).resolves.toEqual([]);
  });

  const inSandbox = <T>(view: string) => askSandbox<T>(served.sandboxUrl, view);

  it('attaches the policy itself where clientSideAttach is on, and receives a message', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(sample.url);
    await signUp(page, served.sandboxUrl);
    await act(page, 'attach', 'attach done');
    await act(page, 'receive', 'received Hello to all subscribers!');

    const identity = (await page.locator('output').getAttribute('data-identity')) ?? '';
    expect(await inSandbox<object>('attachments')).toHaveProperty([identity]);
    const decisions = await inSandbox<{ identityId?: string; action: string }[]>('decisions');
    const actions = decisions.filter(({ identityId }) => identityId === identity).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['iot:AttachPolicy', 'iot:Connect', 'iot:Receive']));
    expect(actions).not.toContain('execute-api:Invoke');
  });
});

async function signUp(page: Page, sandboxUrl: string): Promise<void> {
  await page.locator('[name=email]').fill(EMAIL);
  await page.locator('[name=password]').fill(PASSWORD);
  await act(page, 'signUp', 'signUp done');
  const mails = await askSandbox<{ to: string; code: string }[]>(sandboxUrl, 'messages');
  await page.locator('[name=code]').fill(mails.find(({ to }) => to === EMAIL)?.code ?? '');
  await act(page, 'confirm', 'confirm done');
  await act(page, 'signIn', 'signIn done');
}

/** @param expected what the page has to say; it says what it could not do, too, and the test then shows it */
async function act(page: Page, button: string, expected: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  const said = page.locator('output');
  await said.filter({ hasText: new RegExp(`${expected}|failed|lost`) }).waitFor();
  await expect(said.innerText()).resolves.toContain(expected);
}

/** The sample as an app of its own, on a port of its own. */
async function servedSample(sandboxUrl: string) {
  const page = join(import.meta.dirname, 'first-sample/page.mjs');
  const { outputFiles } = await build({
    entryPoints: [page],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
  });
  const outputs = await askSandbox<object>(sandboxUrl, 'outputs');
  const files: Record<string, readonly [type: string, body: string]> = {
    '/': ['text/html', HTML],
    '/page.js': ['text/javascript', outputFiles[0]?.text ?? ''],
    '/outputs.json': ['application/json', JSON.stringify({ outputs, endpoint: sandboxUrl })],
  };
  const server = createServer((request, response) => {
    const [type, body] = files[request.url ?? ''] ?? ['text/plain', ''];
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://localhost:${(server.address() as AddressInfo).port}/` };
}
