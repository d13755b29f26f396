import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { certificateAuthority } from '../../sandbox/index.js';
import { seriousViolations } from './accessibility.js';
import { askSandbox } from './ask-sandbox.js';
import { type ServedPage, servedPage } from './served-page.js';
import { message, PASSWORD, publish, step, visit } from './visitor.js';
import { type WatchedBrowser, watchedBrowser } from './watched-browser.js';

const screenshots = join(import.meta.dirname, 'screenshots');
const cacheHome = mkdtempSync(join(tmpdir(), 'hosted-sign-in-'));

describe('the demo page, against a stack with a hosted sign-in', () => {
  let served: ServedPage;
  let trusting: WatchedBrowser;
  let distrusting: WatchedBrowser;

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    const { caFile } = await certificateAuthority(join(cacheHome, 'cognito-iot'));
    trusting = await watchedBrowser(readFileSync(caFile, 'utf8'));
    distrusting = await watchedBrowser();
    const settings = (url: string) => ({ signIn: { domainPrefix: 'demo', callbackUrls: [url], signOutUrls: [url] } });
    served = await servedPage({ settings, cacheHome, until: 'page' });
  }, 180_000);
  afterAll(async () => {
    await trusting?.close();
    await distrusting?.close();
    await served?.stop();
    rmSync(cacheHome, { recursive: true });
  });
  afterEach(async () => {
    await expect(trusting.closeContexts()).resolves.toEqual([]);
    await expect(distrusting.closeContexts()).resolves.toEqual([]);
  });

  const press = (page: Page) => page.getByRole('button', { name: 'Sign in on the hosted page' }).click();
  const toHostedPage = async (page: Page) => {
    await press(page);
    await page.waitForURL(/^https:\/\/127\.0\.0\.1:\d+\/login\?/);
  };
  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
  const fillIn = async (page: Page, fields: Record<string, string>, button: string) => {
    for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value);
    await page.getByRole('button', { name: button, exact: true }).click();
  };
  const codeFor = async (email: string) => {
    const mailed = await askSandbox<{ to: string; code: string }[]>(served.sandboxUrl, 'messages');
    return mailed.findLast(({ to }) => to === email)?.code ?? '';
  };

  it("goes there by https with Amplify's signInWithRedirect, and comes back to a message received", async () => {
    const { page, email } = await visit(await trusting.newContext(), served.url);
    await toHostedPage(page);
    await page.screenshot({ path: join(screenshots, 'hosted-sign-in.png') });

    const name = 'User name or e-mail address';
    await page.getByRole('link', { name: 'Sign up' }).click();
    await heading(page, 'Sign up').waitFor();
    await fillIn(page, { [name]: email, Password: PASSWORD }, 'Sign up');
    await heading(page, 'Confirm').waitFor();
    await fillIn(page, { [name]: email, Code: await codeFor(email) }, 'Confirm');
    await heading(page, 'Sign in').waitFor();
    await fillIn(page, { [name]: email, Password: PASSWORD }, 'Sign in');

    await step(page, 'topics', 'done').waitFor();
    expect(page.url().startsWith(served.url)).toBe(true);
    await publish(page, 'by the hosted page');
    await message(page, 'by the hosted page').waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('tab', { name: 'Create Account' }).waitFor();
    await toHostedPage(page);
  });

  it('finds the hosted pages accessible, with what went wrong, and narrow', async () => {
    const context = await trusting.newContext({ viewport: { width: 360, height: 780 } });
    const { page } = await visit(context, served.url);
    await toHostedPage(page);
    await fillIn(page, { 'User name or e-mail address': 'nobody@example.com', Password: 'Wrong-horse-9' }, 'Sign in');
    await page.getByRole('alert').getByText('Incorrect username or password.').waitFor();
    await page.screenshot({ path: join(screenshots, 'hosted-sign-in-refused.png') });
    await expect(seriousViolations(page)).resolves.toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.getByRole('link', { name: 'Sign up' }).click();
    await heading(page, 'Sign up').waitFor();
    await expect(seriousViolations(page)).resolves.toEqual([]);
  });

  it('says what to do where the browser does not trust the sandbox, and stays', async () => {
    const { page } = await visit(await distrusting.newContext(), served.url);
    await press(page);
    await page.getByRole('alert').getByText('npx cognito-iot sandbox trust').waitFor();
    await expect(seriousViolations(page)).resolves.toEqual([]);
    expect(page.url().startsWith(served.url)).toBe(true);
    const [last] = await askSandbox<{ handshake?: string; end: { reason: string; explanation: string } }[]>(
      served.sandboxUrl,
      'connections',
    );
    expect(last).toMatchObject({
      handshake: 'tls',
      end: { reason: 'sslv3 alert certificate unknown', explanation: expect.stringContaining('sandbox trust') },
    });
  });
});
