import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { seriousViolations } from './accessibility.js';
import { askSandbox } from './ask-sandbox.js';
import { type ServedPage, servedPage } from './served-page.js';
import {
  confirm,
  createAccount,
  identityOf,
  message,
  publish,
  signIn,
  signUp,
  step,
  subscribe,
  type Visitor,
  visit,
} from './visitor.js';
import { type WatchedBrowser, watchedBrowser } from './watched-browser.js';

const screenshots = join(import.meta.dirname, 'screenshots');
const NARROW = { width: 360, height: 780 };

describe('the demo page in Chromium, against the sandbox', () => {
  let served: ServedPage;
  let browser: WatchedBrowser;

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    browser = await watchedBrowser();
    served = await servedPage();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
  });

  afterEach(async () => {
    await expect(browser.closeContexts()).resolves.toEqual([]);
  });

  const newVisitor = async (options?: BrowserContextOptions) => visit(await browser.newContext(options), served.url);

  const show = (page: Page, name: string) =>
    page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });

  const inSandbox = <T>(view: string, body?: object) => askSandbox<T>(served.sandboxUrl, view, body);
  const attachCalls = async () => (await inSandbox<Record<string, unknown>>('calls'))['iot:AttachPolicy'];

  it('leads from sign-up to a message received', async () => {
    const visitor = await newVisitor();
    const { page } = visitor;
    await show(page, '1-signed-out');
    await createAccount(visitor);
    await show(page, '2-mailed-code');
    await confirm(visitor);

    await step(page, 'topics', 'done').waitFor();
    for (const name of ['signIn', 'identity', 'attach', 'connect']) await step(page, name, 'done').waitFor();
    await expect(page.getByTestId('policy').innerText()).resolves.toMatch(/\battached$/);
    await publish(page, 'hello from the browser');
    await message(page, 'hello from the browser').waitFor();
    await page.getByText('Published at').waitFor();
    await show(page, '3-message-received');
  });

  it('subscribes to several topics, plots what comes, and lets go of a topic', async () => {
    const visitor = await newVisitor();
    const { page } = visitor;
    await signUp(visitor);
    const own = `users/${await identityOf(page)}`;
    await subscribe(page, `${own}/telemetry`);
    await subscribe(page, `${own}/+/state`);
    await step(page, 'topics', 'done').getByText('3 subscriptions').waitFor();
    await publish(page, 'once in the list');
    await message(page, 'once in the list').waitFor();
    await expect(message(page, 'once in the list').count()).resolves.toBe(1);
    await page.getByRole('button', { name: 'Telemetry every second' }).click();
    await page.getByRole('img', { name: /^\d{2} messages in the last minute, over 3 subscriptions$/ }).waitFor();
    await page.getByRole('button', { name: 'Stop the telemetry' }).click();
    await show(page, '4-telemetry');
    await page.getByRole('button', { name: `Remove the subscription of ${own}/#` }).click();
    await step(page, 'topics', 'done').getByText('2 subscriptions').waitFor();
  });

  it("keeps the second user from the first one's topic, and says which documents refused", async () => {
    const [first, second] = [await newVisitor(), await newVisitor()];
    await signUp(first);
    await signUp(second);
    const foreign = `users/${await identityOf(first.page)}/telemetry`;
    await subscribe(second.page, foreign);

    const refusal = second.page.getByRole('alert').filter({ hasText: 'You may not subscribe to this topic' });
    await refusal.getByText(foreign, { exact: true }).waitFor();
    await refusal.getByText('This belongs to another identity').waitFor();
    await refusal.getByText('IAM role has no statement that allows it.').waitFor();
    await refusal.getByText('IoT policy has no statement that allows it.').waitFor();
    await show(second.page, '5-refused');

    await publish(first.page, 'for the first user only');
    await message(first.page, 'for the first user only').waitFor();
    // Its own message comes after the other would have come.
    await publish(second.page, 'for the second user');
    await message(second.page, 'for the second user').waitFor();
    await expect(message(second.page, 'for the first user only').count()).resolves.toBe(0);
  });

  it("refuses to publish to another user's topic, and goes on with one's own", async () => {
    const visitor = await newVisitor();
    const { page } = visitor;
    await signUp(visitor);
    const own = await page.getByLabel('Topic', { exact: true }).inputValue();
    await page.getByLabel('Topic', { exact: true }).fill('users/us-east-1:00000000-0000-4000-8000-000000000000/x');
    await publish(page, 'not mine');
    await page.getByRole('alert').getByText('You may not publish to this topic').waitFor();
    await page.getByLabel('Topic', { exact: true }).fill(own);
    await publish(page, 'mine again');
    await message(page, 'mine again').waitFor();
  });

  it('is signed in and connected again after a reload, without another AttachPolicy', async () => {
    const visitor = await newVisitor();
    const { page } = visitor;
    await signUp(visitor);
    const [identity, calls] = [await identityOf(page), await attachCalls()];
    expect(calls).toBeDefined();
    await page.reload();
    await step(page, 'topics', 'done').waitFor();
    await step(page, 'attach', 'skipped').getByText('was attached before').waitFor();
    await expect(identityOf(page)).resolves.toBe(identity);
    await expect(attachCalls()).resolves.toEqual(calls);
    await publish(page, 'after the reload');
    await message(page, 'after the reload').waitFor();
  });

  it('works in a second tab beside the first', async () => {
    const visitor = await newVisitor();
    const { page } = visitor;
    await signUp(visitor);
    const second = await page.context().newPage();
    await second.goto(served.url);
    await step(second, 'topics', 'done').waitFor();
    await publish(page, 'from the first tab');
    await message(second, 'from the first tab').waitFor();
    await publish(second, 'from the second tab');
    await message(page, 'from the second tab').waitFor();
    const open = await inSandbox<{ identityId?: string; clientId: string; end?: object }[]>('connections');
    const identity = await identityOf(page);
    const clientIds = open.filter((one) => one.identityId === identity && one.end === undefined);
    expect(new Set(clientIds.map(({ clientId }) => clientId)).size).toBe(2);
  });

  it('says what a wrong password means, and lets in with the right one', async () => {
    const visitor = await newVisitor();
    const { page } = visitor;
    await signUp(visitor);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(visitor, 'Wrong-horse-9');
    await page.getByText('Cognito does not say which of the two is wrong').waitFor();
    await step(page, 'signIn', 'refused').getByText('Incorrect username or password.').waitFor();
    await show(page, '6-wrong-password');
    await signIn(visitor);
    await step(page, 'topics', 'done').waitFor();
  });

  it('asks a user who has not confirmed for the mailed code', async () => {
    const visitor = await newVisitor();
    const { page } = visitor;
    await createAccount(visitor);
    const code = await page.getByTestId('mailed-code').innerText();
    await page.reload();
    await signIn(visitor);
    await page.getByRole('heading', { name: 'We Emailed You' }).waitFor();
    // A new one was mailed, which ended the old one.
    await page.getByTestId('mailed-code').filter({ hasNotText: code }).waitFor();
    await step(page, 'signIn', 'busy').getByText('must be confirmed').waitFor();
    await show(page, '7-unconfirmed');
    // The password was typed just before, and is not asked for once more.
    await confirm(visitor);
    await step(page, 'topics', 'done').waitFor();
  });

  it('tells a guest who refused, and why', async () => {
    const { page } = await newVisitor();
    await page.getByRole('button', { name: 'Try as a guest' }).click();
    const refusal = page.getByRole('alert').filter({ hasText: 'This identity pool refuses guests' });
    await refusal.getByText('Unauthenticated access is not supported for this identity pool.').waitFor();
    await step(page, 'identity', 'refused').waitFor();
    await show(page, '8-guest');
  });

  it('draws an attachment that takes a while to work, and gets there', async () => {
    await inSandbox('attach-delay', { seconds: 3 });
    try {
      const visitor = await newVisitor();
      const { page } = visitor;
      await createAccount(visitor);
      await confirm(visitor);
      await page.getByRole('status').getByText('Attaching the policy').waitFor();
      await step(page, 'connect', 'busy').waitFor();
      await show(page, '9-attaching');
      await step(page, 'topics', 'done').waitFor();
    } finally {
      await inSandbox('attach-delay', { seconds: 0 });
    }
  });

  it('detaches the policy, and attaches it again on connecting', async () => {
    const visitor = await newVisitor();
    const { page } = visitor;
    await signUp(visitor);
    await page.getByRole('button', { name: 'Detach the policy' }).click();
    await page.getByTestId('policy').getByText('not attached').waitFor();
    await page.getByRole('button', { name: 'Connect again' }).click();
    await step(page, 'topics', 'done').waitFor();
    await step(page, 'attach', 'done').waitFor();
  });

  describe('to the eye of axe', () => {
    it.each<{ look: string; options: BrowserContextOptions }>([
      { look: 'light', options: { colorScheme: 'light' } },
      { look: 'dark', options: { colorScheme: 'dark' } },
      { look: 'narrow', options: { colorScheme: 'light', viewport: NARROW } },
      { look: 'narrow-dark', options: { colorScheme: 'dark', viewport: NARROW } },
    ])('has no serious violation, signed out or in, $look', async ({ look, options }) => {
      const visitor = await newVisitor(options);
      const { page } = visitor;
      await lookAt(visitor, 'signed-out', look);
      await createAccount(visitor);
      await lookAt(visitor, 'mailed-code', look);
      await confirm(visitor);
      await step(page, 'topics', 'done').waitFor();
      await publish(page, '{"temperature": 21.5}');
      await message(page, '{"temperature": 21.5}').waitFor();
      await subscribe(page, 'users/us-east-1:00000000-0000-4000-8000-000000000000/#');
      await page.getByRole('alert').getByText('You may not subscribe').waitFor();
      await lookAt(visitor, 'signed-in', look);
      // Nothing is wider than the screen.
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(overflow).toBeLessThanOrEqual(0);
    });

    async function lookAt({ page }: Visitor, state: string, look: string) {
      await show(page, `axe-${look}-${state}`);
      await expect(seriousViolations(page)).resolves.toEqual([]);
    }
  });
});
