import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { seriousViolations } from './accessibility.js';
import { askSandbox } from './ask-sandbox.js';
import { type ServedPage, servedPage } from './served-page.js';
import { message, publish, signUp, type Visitor, visit } from './visitor.js';
import { type WatchedBrowser, watchedBrowser } from './watched-browser.js';

const screenshots = join(import.meta.dirname, 'screenshots');
const command = join(import.meta.dirname, '../../cli/cognito-iot.js');
const clipboard: BrowserContextOptions = { permissions: ['clipboard-read', 'clipboard-write'] };

describe('the lamp on the demo page, against a stack with devices', () => {
  let served: ServedPage;
  let browser: WatchedBrowser;

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    browser = await watchedBrowser();
    served = await servedPage({ settings: { directory: true, devices: { shadow: ['get', 'update'] } } });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
  });
  afterEach(async () => {
    await expect(browser.closeContexts()).resolves.toEqual([]);
  });

  const newVisitor = async (options: BrowserContextOptions = {}): Promise<Visitor> => {
    const visitor = await visit(await browser.newContext({ ...clipboard, ...options }), served.url);
    await signUp(visitor);
    return visitor;
  };

  const show = (page: Page, name: string) =>
    page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });

  it('is refused, then granted by the command on the page, switched, and refused once it was taken back', async () => {
    const { page } = await newVisitor();
    await refusal(page).waitFor();
    await granted(page, 'none').waitFor();
    await show(page, 'lamp-1-not-granted');
    const grant = await copiedCommand(page);
    expect(grant).toMatch(/^npx cognito-iot grant [0-9a-f-]{36} lamp --sandbox http:\/\/127\.0\.0\.1:\d+$/);

    await run(grant);
    // By itself, as nobody presses anything.
    await lampSays(page, 'The lamp is off.').waitFor();
    await granted(page, 'lamp').waitFor();
    await light(page).click();
    await lampSays(page, 'The lamp is on.').waitFor();
    await expect(light(page).getAttribute('aria-checked')).resolves.toBe('true');
    await show(page, 'lamp-2-on');
    await page.reload();
    await lampSays(page, 'The lamp is on.').waitFor();

    const second = await newVisitor();
    await refusal(second.page).waitFor();
    await expect(light(second.page).count()).resolves.toBe(0);

    await run(grant.replace(' grant ', ' ungrant '));
    await light(page).click();
    await refusal(page).waitFor();
    await granted(page, 'none').waitFor();
    await expect(light(page).count()).resolves.toBe(0);
    await show(page, 'lamp-3-taken-back');
    // What the lamp itself is told and says goes on, and so does the rest of the page.
    await expect(page.getByRole('article').count()).resolves.toBe(0);
    await publish(page, 'about something else');
    await message(page, 'about something else').waitFor();
  });

  it('is shared: who looks sees what another has switched', async () => {
    const [first, second] = [await newVisitor(), await newVisitor()];
    for (const { page } of [first, second]) {
      await run(await copiedCommand(page));
      await page.getByRole('button', { name: 'Refresh' }).click();
      await lampSays(page, 'The lamp is').waitFor();
    }
    const before = await light(first.page).getAttribute('aria-checked');
    const after = before === 'true' ? 'off' : 'on';
    await light(first.page).click();
    for (const { page } of [first, second]) await lampSays(page, `The lamp is ${after}.`).waitFor();
  });

  it('says that a grant does not work yet, and follows the lamp as soon as it does', async () => {
    const { page } = await newVisitor();
    const grant = await copiedCommand(page);
    await askSandbox(served.sandboxUrl, 'attach-delay', { seconds: 8 });
    try {
      await run(grant);
      await page.getByText('The grant does not work yet.').waitFor();
      await lampSays(page, 'The lamp is').waitFor({ timeout: 40_000 });
    } finally {
      await askSandbox(served.sandboxUrl, 'attach-delay', { seconds: 0 });
    }
  });

  it('names the device and the command where a topic of it is refused', async () => {
    const { page } = await newVisitor();
    await page.getByLabel('Topic', { exact: true }).fill('$aws/things/heater/shadow/update');
    await publish(page, '{"state":{"desired":{"on":true}}}');
    const card = page.getByRole('region', { name: 'Publish', exact: true }).getByRole('article');
    await card.getByText('Not granted: device heater').waitFor();
    await card.getByText(/^npx cognito-iot grant \S+ heater --sandbox /).waitFor();
  });

  it.each<{ look: string; options: BrowserContextOptions }>([
    { look: 'light', options: { colorScheme: 'light' } },
    { look: 'narrow-dark', options: { colorScheme: 'dark', viewport: { width: 360, height: 780 } } },
  ])('has no serious violation to the eye of axe, $look', async ({ look, options }) => {
    const { page } = await newVisitor(options);
    const check = async (state: string) => {
      await show(page, `axe-${look}-lamp-${state}`);
      await expect(seriousViolations(page)).resolves.toEqual([]);
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(overflow).toBeLessThanOrEqual(0);
    };
    await refusal(page).waitFor();
    await check('not-granted');
    await run(await copiedCommand(page));
    await lampSays(page, 'The lamp is').waitFor();
    if ((await light(page).getAttribute('aria-checked')) === 'false') await light(page).click();
    await lampSays(page, 'The lamp is on.').waitFor();
    await check('on');
  });
});

const card = (page: Page): Locator => page.getByRole('region', { name: 'Lamp', exact: true });
const light = (page: Page): Locator => card(page).getByRole('switch', { name: 'Light' });
const refusal = (page: Page): Locator => card(page).getByRole('status').getByText('not granted: device lamp');
const lampSays = (page: Page, text: string): Locator => card(page).getByTestId('lamp').filter({ hasText: text });
const granted = (page: Page, names: string): Locator =>
  card(page).getByText(`Devices granted to you: ${names}`, { exact: true });

async function copiedCommand(page: Page): Promise<string> {
  await card(page).getByRole('button', { name: 'Copy' }).click();
  await card(page).getByText('Copied').waitFor();
  return (await page.evaluate('navigator.clipboard.readText()')) as string;
}

/** Of this repository, whatever npx would find. */
async function run(line: string): Promise<void> {
  const [npx, name, ...args] = line.split(' ');
  expect([npx, name]).toEqual(['npx', 'cognito-iot']);
  await promisify(execFile)(process.execPath, [command, ...args]);
}
