import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { seriousViolations } from './accessibility.js';
import { type ServedPage, servedPage } from './served-page.js';
import { identityOf, message, publish, signUp, step, subscribe, visit } from './visitor.js';
import { type WatchedBrowser, watchedBrowser } from './watched-browser.js';

const screenshots = join(import.meta.dirname, 'screenshots');
const clipboard: BrowserContextOptions = { permissions: ['clipboard-read', 'clipboard-write'] };
const REPORT = {
  device: 'pump-7',
  readings: { temperature: 21.5, pressure: 1.013, battery: { level: 80, charging: false } },
  firmware: { version: '2.4.1', channel: 'stable', checked: null },
  alarms: [],
};

describe('messages on the demo page', () => {
  let served: ServedPage;
  let browser: WatchedBrowser;

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    browser = await watchedBrowser();
    served = await servedPage({ settings: { access: { retain: ['users/{identity}/*'] } }, until: 'page' });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
  });
  afterEach(async () => {
    await expect(browser.closeContexts()).resolves.toEqual([]);
  });

  const newUser = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const visitor = await visit(await browser.newContext({ ...clipboard, ...options }), served.url);
    await signUp(visitor);
    return visitor.page;
  };
  const list = (page: Page) => page.getByRole('list', { name: 'Messages, newest first' });
  const copied = (page: Page) => page.evaluate('navigator.clipboard.readText()') as Promise<string>;
  const look = async (page: Page, name: string) => {
    await page.screenshot({ path: join(screenshots, `messages-${name}.png`), fullPage: true });
    await expect(seriousViolations(page)).resolves.toEqual([]);
  };

  it('shows JSON as a tree that the keyboard closes, and copies it as it came', async () => {
    const page = await newUser();
    const text = JSON.stringify(REPORT);
    await publish(page, text);
    const row = list(page).getByRole('listitem').filter({ hasText: 'pump-7' }).first();
    await row.getByText('{"level": 80, "charging": false}').waitFor();
    const branch = row.getByText('firmware:');
    await row.getByText('"2.4.1"').waitFor();
    const summary = row.locator('summary').first();
    await summary.focus();
    await page.keyboard.press('Enter');
    await row.getByText('"2.4.1"').waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');
    await branch.first().waitFor();
    await row.getByRole('button', { name: /^Copy the message of users\// }).click();
    await row.getByRole('button', { name: /^Copied/ }).waitFor();
    await expect(copied(page)).resolves.toBe(text);
  });

  it('retains a message when asked to, and says so to whoever subscribes later', async () => {
    const page = await newUser();
    const own = `users/${await identityOf(page)}`;
    await page.getByLabel('Topic', { exact: true }).fill(`${own}/state`);
    await page.getByRole('checkbox', { name: 'Retain' }).check();
    await page.getByText('AWS IoT keeps the last one').waitFor();
    await publish(page, 'kept for later');
    await message(page, 'kept for later').waitFor();
    await expect(list(page).getByText('retained', { exact: true }).count()).resolves.toBe(0);
    await subscribe(page, `${own}/state`);
    await list(page).getByText('retained', { exact: true }).waitFor();
    // An empty one takes it away.
    await publish(page, '');
    await list(page).getByText('Empty: what was retained here is gone.').waitFor();
    await page.reload();
    await step(page, 'topics', 'done').waitFor();
    await page.getByRole('checkbox', { name: 'Retain' }).uncheck();
    await page.getByLabel('Topic', { exact: true }).fill(`${own}/state`);
    await publish(page, 'after it');
    await message(page, 'after it').waitFor();
    await expect(list(page).getByText('retained', { exact: true }).count()).resolves.toBe(0);
  });

  it('shortens the identity ID in the middle, and shows all of it to the focus, the mouse and who copies', async () => {
    const page = await newUser();
    const identity = await identityOf(page);
    await publish(page, '{"temperature": 21.5}');
    const topic = list(page).getByText(`users/${identity}/telemetry`, { exact: true });
    await topic.waitFor();
    const width = async () => (await topic.boundingBox())?.width ?? 0;
    const short = await width();
    const scrolled = await page
      .getByLabel('Topic', { exact: true })
      // This runs in the browser, whose types the tests do not have.
      .evaluate((input) => (input as unknown as { scrollLeft: number }).scrollLeft);
    expect(scrolled).toBeGreaterThan(0);
    await expect(topic.getAttribute('title')).resolves.toBe(`users/${identity}/telemetry`);
    await list(page).getByRole('button', { name: /^Copy/ }).focus();
    expect(await width()).toBeGreaterThan(short + 100);
    await page.getByRole('button', { name: 'Clear' }).focus();
    expect(await width()).toBe(short);
    await topic.hover();
    expect(await width()).toBeGreaterThan(short + 100);
    await topic.evaluate((element) => {
      // This runs in the browser, whose types the tests do not have.
      (globalThis as unknown as { getSelection(): { selectAllChildren(of: unknown): void } })
        .getSelection()
        .selectAllChildren(element);
    });
    await page.keyboard.press('Control+C');
    await expect(copied(page)).resolves.toBe(`users/${identity}/telemetry`);
  });

  it.each<{ look: string; options: BrowserContextOptions }>([
    { look: 'light', options: { colorScheme: 'light' } },
    { look: 'dark-narrow', options: { colorScheme: 'dark', viewport: { width: 360, height: 780 } } },
  ])('plots the numbers in JSON, a line for each field, $look', async ({ look: name, options }) => {
    const page = await newUser(options);
    await expect(page.getByRole('button', { name: 'Values', exact: true }).count()).resolves.toBe(0);
    await publish(page, JSON.stringify({ temperature: 20, battery: { level: 81 } }));
    await publish(page, JSON.stringify({ temperature: 22.25, battery: { level: 80 } }));
    await publish(page, JSON.stringify(REPORT));
    await page.getByRole('button', { name: 'Values', exact: true }).click();
    await page.getByRole('img', { name: /temperature: 22.25, between 20 and 22.25; battery.level: 80/ }).waitFor();
    const legend = page.getByRole('list', { name: 'Values' });
    await legend.getByText('readings.battery.level').waitFor();
    await expect(legend.getByRole('listitem').count()).resolves.toBe(5);
    await page.getByRole('button', { name: 'Telemetry every second' }).click();
    await page.getByRole('status').getByText('Published at').waitFor();
    await page.getByRole('img', { name: /temperature: 2\d(\.\d)?, between 1?\d/ }).waitFor();
    await look(page, name);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Rate', exact: true }).click();
    await page.getByRole('img', { name: /messages in the last minute/ }).waitFor();
  });
});
