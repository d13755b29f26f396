import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { seriousViolations } from './accessibility.js';
import { askSandbox } from './ask-sandbox.js';
import { type ServedPage, servedPage } from './served-page.js';
import { message, publish, signIn, signUp, step, type Visitor, visit } from './visitor.js';
import { type WatchedBrowser, watchedBrowser } from './watched-browser.js';

const screenshots = join(import.meta.dirname, 'screenshots');
const HOURS_ASLEEP = 2;

/** A laptop and a phone of one user: two profiles of a browser, which share nothing but the account. */
describe('the demo page on two devices of one user', () => {
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

  const newVisitor = async (options: BrowserContextOptions = {}) =>
    visit(await browser.newContext(options), served.url);
  const twoDevices = async (): Promise<{ laptop: Visitor; phone: Visitor }> => {
    const laptop = await newVisitor();
    await signUp(laptop);
    const phone = { ...(await newVisitor({ viewport: { width: 390, height: 780 } })), email: laptop.email };
    await signIn(phone);
    await step(phone.page, 'topics', 'done').waitFor();
    return { laptop, phone };
  };
  const show = async (page: Page, name: string) => {
    await page.screenshot({ path: join(screenshots, `two-devices-${name}.png`) });
    await expect(seriousViolations(page)).resolves.toEqual([]);
  };
  const connected = (page: Page) => page.locator('[role="status"][data-state="connected"]');

  it('signs out in both tabs of the laptop, and leaves the phone connected', async () => {
    const { laptop, phone } = await twoDevices();
    const second = await laptop.page.context().newPage();
    await second.goto(served.url);
    await step(second, 'topics', 'done').waitFor();
    await laptop.page.getByRole('button', { name: 'Sign out' }).click();
    for (const tab of [laptop.page, second]) {
      await tab.getByRole('tab', { name: 'Create Account' }).waitFor();
      await tab.getByRole('status').getByText('Not connected').waitFor();
    }
    await expect(openConnections(served)).resolves.toBe(1);
    await publish(phone.page, 'still here');
    await message(phone.page, 'still here').waitFor();
  });

  it('sends ten messages of before a reload once each and in order, to laptop and phone', async () => {
    const { laptop, phone } = await twoDevices();
    const { page } = laptop;
    const line = await cuttable(page);
    await page.reload();
    await connected(page).waitFor();
    line.cut();
    const texts = Array.from({ length: 10 }, (_, index) => `unsent ${index + 1}`);
    await page.locator('[role="status"][data-state="connected"]').waitFor({ state: 'detached' });
    for (const text of texts) await publish(page, text);
    await page.getByRole('status').getByText('10 messages wait to be sent. A reload does not lose them.').waitFor();
    await show(page, 'unsent');
    await page.reload();
    await page.getByText('10 messages of before the reload').waitFor();
    await page.getByRole('status').getByText('10 messages wait to be sent.').waitFor();
    line.mend();
    await page.getByRole('status').getByText('10 messages wait to be sent.').waitFor({ state: 'detached' });
    await connected(page).waitFor();
    for (const device of [page, phone.page]) {
      await message(device, 'unsent 10').waitFor();
      await expect(received(device, /^unsent/)).resolves.toEqual(texts);
    }
    await publish(page, 'after the reload');
    for (const device of [page, phone.page]) {
      await message(device, 'after the reload').waitFor();
      await expect(received(device, /^unsent/)).resolves.toEqual(texts);
    }
  });

  it('is offline and back: what either device has published meanwhile reaches both once', async () => {
    const { laptop, phone } = await twoDevices();
    await laptop.page.context().setOffline(true);
    await publish(laptop.page, 'of the laptop, offline');
    await laptop.page.getByText('This device is offline.').waitFor();
    await laptop.page.getByRole('status').getByText('Offline, trying again').waitFor();
    await laptop.page.getByRole('status').getByText('1 message waits to be sent.').waitFor();
    await publish(phone.page, 'of the phone, meanwhile');
    await message(phone.page, 'of the phone, meanwhile').waitFor();
    await expect(message(laptop.page, 'of the phone, meanwhile').count()).resolves.toBe(0);
    await laptop.page.context().setOffline(false);
    await connected(laptop.page).waitFor();
    for (const device of [laptop.page, phone.page]) {
      await message(device, 'of the laptop, offline').waitFor();
      await message(device, 'of the phone, meanwhile').waitFor();
      await expect(received(device, /of the/)).resolves.toHaveLength(2);
    }
    await laptop.page.getByText('This device is offline.').waitFor({ state: 'detached' });
  });

  it('wakes from a sleep longer than its credentials, and has what the phone has published', async () => {
    const { laptop, phone } = await twoDevices();
    const { page } = laptop;
    const debug = await page.context().newCDPSession(page);
    await debug.send('Page.setWebLifecycleState', { state: 'frozen' });
    await askSandbox(served.sandboxUrl, 'clock', { advanceSeconds: HOURS_ASLEEP * 3600 });
    await page.clock.setSystemTime(Date.now() + HOURS_ASLEEP * 3_600_000);
    await debug.send('Page.setWebLifecycleState', { state: 'active' });
    await connected(page).waitFor();
    await publish(phone.page, 'good morning');
    await message(page, 'good morning').waitFor();
    await publish(page, 'awake');
    await message(phone.page, 'awake').waitFor();
  });
});

/** The way to AWS IoT alone, from the next load of the page on; everything else goes on. */
async function cuttable(page: Page) {
  let isCut = false;
  const open = new Set<{ close(): Promise<void> }>();
  await page.routeWebSocket(/\/mqtt\?/, (socket) => {
    if (isCut) return void socket.close();
    socket.connectToServer();
    open.add(socket);
  });
  return {
    cut() {
      isCut = true;
      for (const socket of open) void socket.close();
      open.clear();
    },
    mend() {
      isCut = false;
    },
  };
}

/** Oldest first. */
async function received(page: Page, which: RegExp): Promise<string[]> {
  const list = page.getByRole('list', { name: 'Messages, newest first' });
  const texts = await list.locator('pre').allInnerTexts();
  return texts.filter((text) => which.test(text)).toReversed();
}

async function openConnections({ sandboxUrl }: ServedPage): Promise<number> {
  const connections = await askSandbox<{ identityId?: string; end?: object }[]>(sandboxUrl, 'connections');
  return connections.filter(({ identityId, end }) => identityId !== undefined && end === undefined).length;
}
