import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { seriousViolations } from './accessibility.js';
import { type ServedPage, servedPage } from './served-page.js';
import { confirm, createAccount, signUp, step, visit } from './visitor.js';
import { type WatchedBrowser, watchedBrowser } from './watched-browser.js';

const screenshots = join(import.meta.dirname, 'screenshots');
/** kB, gzip, all that the browser loads until somebody can sign in. */
const FIRST_LOAD_KB = 150;

describe('loading the demo page', () => {
  let served: ServedPage;
  let browser: WatchedBrowser;

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    browser = await watchedBrowser();
    served = await servedPage({ until: 'page' });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
  });
  afterEach(async () => {
    await expect(browser.closeContexts()).resolves.toEqual([]);
  });

  const blank = async (options?: BrowserContextOptions) => (await browser.newContext(options)).newPage();
  const signInForm = (page: Page) => page.getByRole('tab', { name: 'Create Account' });
  const state = (page: Page, title: string) => page.getByRole('heading', { name: title, exact: true });
  const look = async (page: Page, name: string) => {
    await page.screenshot({ path: join(screenshots, `load-${name}.png`), fullPage: true });
    await expect(seriousViolations(page)).resolves.toEqual([]);
  };

  it(`takes less than ${FIRST_LOAD_KB} kB until somebody can sign in, and MQTT, plot and workbench only then`, async () => {
    const page = await blank();
    const loaded = loadedFiles(page, served.url);
    await page.goto(served.url, { waitUntil: 'networkidle' });
    await signInForm(page).waitFor();
    const before = await loaded();
    await signUp({ page, email: 'loads-little@example.com' });
    const after = await loaded();
    const sum = (files: readonly LoadedFile[]) => files.reduce((total, { kB }) => total + kB, 0);
    console.info(
      [
        ...before.map(({ name, kB }) => `${kB.toFixed(1).padStart(7)} kB  ${name}`),
        `${sum(before).toFixed(1).padStart(7)} kB  until somebody can sign in (at most ${FIRST_LOAD_KB})`,
        `${sum(after).toFixed(1).padStart(7)} kB  with what a user needs`,
      ].join('\n'),
    );
    expect(before.length).toBeGreaterThan(3);
    expect(sum(before)).toBeLessThan(FIRST_LOAD_KB);
    const names = (files: readonly LoadedFile[]) => files.map(({ name }) => name).join(' ');
    expect(names(before)).not.toMatch(/mqtt|plot|user-part/);
    expect(names(after)).toMatch(/mqtt/);
  });

  it('shows that it loads, before any script has run', async () => {
    const page = await blank({ colorScheme: 'light' });
    await page.route('**/*.js', () => undefined);
    await page.goto(served.url, { waitUntil: 'commit' });
    await state(page, 'Loading').waitFor();
    // Nothing is painted before its style is there.
    await page.waitForFunction("[...document.querySelectorAll('link[rel=stylesheet]')].every(({ sheet }) => sheet)");
    await look(page, 'loading');
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('waits for its configuration, tries again by itself, and at once when asked to', async () => {
    const page = await blank({ colorScheme: 'dark' });
    let asked = 0;
    let answers = false;
    await page.route('**/cdk-outputs.json', (route) => {
      asked += 1;
      return answers ? route.continue() : route.fulfill({ status: 503, body: 'not yet' });
    });
    await page.goto(served.url);
    await state(page, 'The page cannot be loaded yet').waitFor();
    await look(page, 'unreachable-dark');
    await page.waitForResponse('**/cdk-outputs.json');
    expect(asked).toBeGreaterThan(1);
    answers = true;
    await page.getByRole('button', { name: 'Try now' }).click();
    await signInForm(page).waitFor();
  });

  it('says what to do where it has no configuration, and tries again when asked to', async () => {
    const page = await blank({ viewport: { width: 360, height: 780 } });
    await page.route('**/cdk-outputs.json', (route) => route.fulfill({ status: 404, body: 'nothing' }));
    await page.goto(served.url);
    const said = page.getByRole('alert').filter({ hasText: 'This page cannot start' });
    await said.getByText('"npm run deploy" writes the one of your stack').waitFor();
    await look(page, 'wrong-narrow');
    await page.unrouteAll({ behavior: 'wait' });
    await page.getByRole('button', { name: 'Try again' }).click();
    await signInForm(page).waitFor();
  });

  it('goes on by itself once a device that was offline is online', async () => {
    const page = await blank();
    await page.route('**/cdk-outputs.json', async (route) => {
      // The page is here, and the network goes.
      await page.context().setOffline(true);
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      return route.abort();
    });
    await page.goto(served.url, { waitUntil: 'commit' });
    await state(page, 'This device is offline').waitFor();
    await look(page, 'offline');
    await page.context().setOffline(false);
    await signInForm(page).waitFor();
  });

  it('keeps a user signed in whose workbench could not be loaded, and loads it when asked to', async () => {
    const visitor = await visit(await browser.newContext(), served.url);
    const { page } = visitor;
    await page.route('**/user-part-*.js', (route) => route.abort());
    await createAccount(visitor);
    await confirm(visitor);
    await state(page, 'The workbench could not be loaded').waitFor();
    await look(page, 'no-workbench');
    await page.unrouteAll({ behavior: 'wait' });
    await page.getByRole('button', { name: 'Try again' }).click();
    await step(page, 'topics', 'done').waitFor();
  });
});

interface LoadedFile {
  readonly name: string;
  /** gzip, as a site would send it. */
  readonly kB: number;
}

/** What the page has got of its own origin; the sandbox's answers are no part of it. */
function loadedFiles(page: Page, origin: string): () => Promise<LoadedFile[]> {
  const files = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    if (response.url().startsWith(origin)) files.set(response.url(), response.body());
  });
  return () =>
    Promise.all(
      [...files].map(async ([url, body]) => ({
        name: new URL(url).pathname,
        kB: gzipSync(await body).length / 1000,
      })),
    );
}
