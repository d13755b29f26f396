import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { CONSOLE_EVENTS } from '../../contract/console.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { seriousViolations } from './accessibility.js';
import { ADA, FULL_STATE } from './console-sample.js';
import { goTo, servedConsole } from './served-console.js';
import { type WatchedBrowser, watchedBrowser } from './watched-browser.js';

const screenshots = join(import.meta.dirname, 'screenshots');
const NARROW = { width: 375, height: 780 };

/** Every area, with something chosen where something can be. */
const PLACES = [
  '#/',
  '#/users/sub-of-ada',
  '#/mailbox',
  `#/identities/${encodeURIComponent(ADA)}`,
  '#/connections',
  '#/messages/500',
  '#/try',
  '#/decisions/4998',
  '#/what-if',
  '#/logs',
  '#/requests',
  '#/conditions',
  '#/state',
];

describe('the console in Chromium, with much to show', () => {
  let sandbox: Sandbox;
  let browser: WatchedBrowser;

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    browser = await watchedBrowser();
    sandbox = await servedConsole();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
  });
  afterEach(async () => {
    await expect(browser.closeContexts()).resolves.toEqual([]);
  });

  /** A tab that is told the sample, once. */
  const open = async (hash: string, options?: BrowserContextOptions): Promise<Page> => {
    const context = await browser.newContext(options);
    await tellSample(context);
    const page = await context.newPage();
    await page.goto(`${sandbox.url}/${hash}`);
    await page.getByRole('navigation').getByText('5000').waitFor({ state: 'attached' });
    return page;
  };

  const rowsDrawn = (page: Page) => page.getByRole('list', { name: 'Decisions' }).getByRole('listitem').count();

  it('draws a screen of 5,000 decisions, filters them while one types, and scrolls to the oldest', async () => {
    const page = await open('#/decisions');
    expect(await rowsDrawn(page)).toBeLessThan(60);
    const began = Date.now();
    await page.getByLabel('Filter').pressSequentially('number-4998');
    await page.getByText('1 of 5000').waitFor();
    // Eleven letters, each of which filters all.
    expect(Date.now() - began).toBeLessThan(4000);
    await page.getByLabel('Filter').fill('');
    await page.getByRole('button', { name: 'Refused only' }).click();
    await page.getByText('714 of 5000').waitFor();
    await page.locator('.rows').evaluate((rows) => rows.scrollTo(0, rows.scrollHeight));
    await page.getByText('number-7/').waitFor();
    expect(await rowsDrawn(page)).toBeLessThan(60);
  });

  it('is walked through by arrow keys, and an address leads back to the same', async () => {
    const page = await open('#/decisions?refused=1');
    await page.getByRole('list', { name: 'Decisions' }).getByRole('link').first().focus();
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/#/decisions/4977?refused=1');
    const detail = page.getByRole('region', { name: 'What is chosen' });
    await detail.getByText('Missing statement').first().waitFor();
    await page.reload();
    await detail.getByRole('heading', { name: 'Refused: iot:Subscribe' }).waitFor();
    await page.getByText('714 of 5000').waitFor();
  });

  it('copies what is shown as JSON', async () => {
    const page = await open('#/decisions/4998', { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByRole('button', { name: 'Copy JSON' }).click();
    await page.getByText('Copied').waitFor();
    const copied = await page.evaluate('navigator.clipboard.readText()');
    expect(JSON.parse(String(copied))).toEqual(FULL_STATE.decisions[4997]);
  });

  it('says so when the sandbox is gone, and keeps what it has shown', async () => {
    const page = await open('#/decisions');
    await page.getByRole('banner').getByText('What is shown may be old').waitFor();
    await page.getByText('5000', { exact: true }).first().waitFor();
    await goTo(page, 'Users');
    await page.getByText('carol@example.com').waitFor();
  });

  it.each<{ look: string; options: BrowserContextOptions }>([
    { look: 'light', options: { colorScheme: 'light' } },
    { look: 'dark', options: { colorScheme: 'dark' } },
    { look: 'narrow', options: { colorScheme: 'light', viewport: NARROW } },
    { look: 'narrow-dark', options: { colorScheme: 'dark', viewport: NARROW } },
  ])(
    'has no serious violation to the eye of axe, in $look',
    async ({ look, options }) => {
      const page = await open('#/', options);
      for (const place of PLACES) {
        await page.evaluate((hash) => {
          // This runs in the browser, whose types the tests do not have.
          (globalThis as unknown as { location: { hash: string } }).location.hash = hash;
        }, place);
        await page.locator('h1:not(:text("Asking"))').waitFor({ state: 'attached' });
        const name = place.replace(/^#\//, '').replace(/\W.*/, '') || 'overview';
        await page.screenshot({ path: join(screenshots, `console-${look}-${name}.png`) });
        expect({ place, violations: await seriousViolations(page) }).toEqual({ place, violations: [] });
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect({ place, overflow }).toEqual({ place, overflow: 0 });
      }
    },
    180_000,
  );
});

/** Each time that the page is loaded; the stream ends behind it, and nothing answers again. */
async function tellSample(context: BrowserContext): Promise<void> {
  let isTold = false;
  context.on('request', (request) => {
    if (request.isNavigationRequest()) isTold = false;
  });
  const body = `event: state\nid: 1\ndata: ${JSON.stringify(FULL_STATE)}\n\n`;
  await context.route(`**${CONSOLE_EVENTS.path}`, async (route) => {
    if (isTold) return route.abort();
    isTold = true;
    await route.fulfill({ contentType: 'text/event-stream', body });
  });
}
