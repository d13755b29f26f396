import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { type ServedPage, servedPage } from './served-page.js';
import { message, PASSWORD, publish, signIn, signUp, step, subscribe, visit } from './visitor.js';
import { type WatchedBrowser, watchedBrowser } from './watched-browser.js';

const stranger = 'users/us-east-1:00000000-0000-4000-8000-000000000000/x';

describe('the demo page on a bad day', () => {
  let data: string;
  let served: ServedPage;
  let browser: WatchedBrowser;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'demo-page-data-'));
    browser = await watchedBrowser();
    served = await servedPage({ data, until: 'page' });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
    rmSync(data, { recursive: true, force: true });
  });
  afterEach(async () => {
    await expect(browser.closeContexts()).resolves.toEqual([]);
  });

  const newVisitor = async () => visit(await browser.newContext(), served.url);

  const change = async (view: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const url = `${served.sandboxUrl}/_sandbox/${view}`;
    const { status } = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(status).toBe(200);
  };

  it('says what a password must have, and what one lacks', async () => {
    const { page, email } = await newVisitor();
    await page.getByRole('tab', { name: 'Create Account' }).click();
    const rule = 'At least 12 characters, with a lower-case letter, an upper-case letter, a digit and a symbol.';
    await page.getByText(rule).waitFor();
    await page.getByLabel('Email', { exact: true }).fill(email);
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByLabel('Confirm Password').fill('short');
    await page.getByText('Password must have at least 12 characters').waitFor();
    await page.getByText('Password must have numbers').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByText('Password must have at least 12 characters').waitFor({ state: 'detached' });
  });

  it('shows a refusal where the refused action stands, in view on a small screen and a large one', async () => {
    const visitor = await newVisitor();
    const { page } = visitor;
    await signUp(visitor);
    const card = (name: string) => page.getByRole('region', { name, exact: true }).getByRole('article');
    for (const size of [
      { width: 1280, height: 720 },
      { width: 360, height: 740 },
    ]) {
      await page.setViewportSize(size);
      await page.getByLabel('Topic', { exact: true }).fill(stranger);
      await publish(page, 'not mine');
      await inView(page, card('Publish').getByRole('heading', { name: 'You may not publish to this topic' }));
      await subscribe(page, stranger);
      await inView(page, card('Subscribe').getByRole('heading', { name: 'You may not subscribe to this topic' }));
      for (const name of ['Publish', 'Subscribe'])
        await card(name)
          .getByRole('button', { name: /^Dismiss/ })
          .click();
      await expect(page.getByLabel('Topic filter').evaluate(hasFocus)).resolves.toBe(true);
    }
  });

  it('says why it has given up on a connection, and tries again when asked to', async () => {
    const visitor = await newVisitor();
    const { page } = visitor;
    await signUp(visitor);
    const second = await page.context().newPage();
    await second.goto(served.url);
    await step(second, 'topics', 'done').waitFor();
    await change('faults', { operation: 'iot:AttachPolicy', code: 'ResourceNotFoundException' });
    try {
      await page.getByRole('button', { name: 'Detach the policy' }).click();
      await page.getByTestId('policy').getByText('not attached').waitFor();
      await publish(second, 'which nobody may any more');
      await second.getByRole('article').getByText('The policy was not attached').waitFor();
      await second.getByText('500 PolicyNotFound').waitFor();
      await step(second, 'attach', 'refused').waitFor();
    } finally {
      await change('reset', { operation: 'iot:AttachPolicy' });
    }
    await second.getByRole('button', { name: 'Try now' }).click();
    await step(second, 'topics', 'done').getByText('1 subscription').waitFor();
    await expect(second.getByRole('article').count()).resolves.toBe(0);
    await publish(second, 'after the refusal');
    await message(second, 'after the refusal').waitFor();
  });

  it('begins at the heading of the other page after signing in and out, and signs out in every tab', async () => {
    const visitor = await newVisitor();
    const { page } = visitor;
    await signUp(visitor);
    await expect(page.getByRole('heading', { name: 'Your topics' }).evaluate(hasFocus)).resolves.toBe(true);
    const second = await page.context().newPage();
    await second.goto(served.url);
    await step(second, 'topics', 'done').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    for (const tab of [page, second]) {
      await tab.getByRole('tab', { name: 'Create Account' }).waitFor();
      await tab.getByText('Not connected').waitFor();
      await expect(tab.getByRole('heading', { name: 'Sign in', exact: true }).evaluate(hasFocus)).resolves.toBe(true);
    }
    await signIn({ page: second, email: visitor.email });
    await step(second, 'topics', 'done').waitFor();
  });

  it('takes a sandbox that was killed for one that does not answer, and is back with it', async () => {
    const visitor = await newVisitor();
    const { page } = visitor;
    await signUp(visitor);
    await served.kill();
    await page.getByText(`Nothing answers at ${new URL(served.sandboxUrl).host}.`).waitFor();
    await page.getByRole('status').getByText('Offline, trying again').waitFor();
    const tryNow = page.getByRole('button', { name: 'Try now' });
    await tryNow.waitFor();
    await served.startAgain();
    // Unless it is back by itself before.
    await Promise.any([tryNow.click(), step(page, 'connect', 'done').waitFor()]);
    await step(page, 'connect', 'done').waitFor();
    await page.getByRole('button', { name: 'Try now' }).waitFor({ state: 'detached' });
    await publish(page, 'back again');
    await message(page, 'back again').waitFor();
    await expect(page.getByText('refused the signed URL').count()).resolves.toBe(0);
  }, 120_000);
});

const hasFocus = (element: unknown) =>
  element === (globalThis as { document?: { activeElement: unknown } }).document?.activeElement;

/** Scrolling takes a moment. */
async function inView(page: Page, element: Locator): Promise<void> {
  const handle = await element.elementHandle();
  await page.waitForFunction((one) => {
    // This runs in the browser, whose types the tests do not have.
    const shown = one as unknown as { getBoundingClientRect(): { top: number; bottom: number } };
    const { top, bottom } = shown.getBoundingClientRect();
    // As above.
    return top >= 0 && bottom <= (globalThis as unknown as { innerHeight: number }).innerHeight;
  }, handle);
}
