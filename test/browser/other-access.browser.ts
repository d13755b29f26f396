import { type ServedPage, servedPage } from './served-page.js';
import { identityOf, message, publish, signUp, step, subscribe, visit } from './visitor.js';
import { type WatchedBrowser, watchedBrowser } from './watched-browser.js';

const own = 'devices/{identity}/*';

describe('the demo page, against a stack of another access than the default', () => {
  let served: ServedPage;
  let browser: WatchedBrowser;

  beforeAll(async () => {
    browser = await watchedBrowser();
    const access = { publish: [own], subscribe: [own], receive: [own] };
    served = await servedPage({ settings: { access }, until: 'page' });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
  });
  afterEach(async () => {
    await expect(browser.closeContexts()).resolves.toEqual([]);
  });

  it('proposes what is allowed, and a message comes back', async () => {
    const visitor = await visit(await browser.newContext(), served.url);
    const { page } = visitor;
    await signUp(visitor);
    const identity = await identityOf(page);
    await page.getByRole('listitem').getByText(`devices/${identity}/#`, { exact: true }).waitFor();
    await expect(page.getByLabel('Topic', { exact: true }).inputValue()).resolves.toBe(`devices/${identity}/telemetry`);
    await subscribe(page, `devices/${identity}/telemetry`);
    await step(page, 'topics', 'done').getByText('2 subscriptions').waitFor();
    await publish(page, 'about devices');
    await message(page, 'about devices').waitFor();
    await expect(page.getByRole('article').count()).resolves.toBe(0);
  });

  it('names in a refusal the pattern to add, as a setting that can be copied, and what to do then', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const visitor = await visit(context, served.url);
    const { page } = visitor;
    await signUp(visitor);
    await subscribe(page, `users/${await identityOf(page)}/#`);

    const refusal = page.getByRole('region', { name: 'Subscribe' }).getByRole('article');
    await refusal.getByText('add users/{identity}/* to access.subscribe and access.receive').waitFor();
    await refusal.getByText('Then restart the sandbox').waitFor();
    await refusal.getByRole('button', { name: 'Copy' }).click();
    await refusal.getByText('Copied').waitFor();
    const copied = JSON.parse((await page.evaluate('navigator.clipboard.readText()')) as string) as object;
    const both = [own, 'users/{identity}/*'];
    expect(copied).toEqual({ iotAccess: { access: { subscribe: both, receive: both } } });
  });
});
