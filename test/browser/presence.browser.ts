import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { seriousViolations } from './accessibility.js';
import { type ServedPage, servedPage } from './served-page.js';
import { publish, signUp, subscribe, type Visitor, visit } from './visitor.js';
import { type WatchedBrowser, watchedBrowser } from './watched-browser.js';

const screenshots = join(import.meta.dirname, 'screenshots');
const NARROW = { width: 360, height: 740 };
const own = 'users/{identity}/*';
const inRooms = [own, 'rooms/*'];

/** The setting of docs/between-clients.md. */
const access = { publish: [own, 'rooms/*/presence/{identity}/*'], subscribe: inRooms, receive: inRooms };

describe('the demo page, where users may see who is in a room', () => {
  let served: ServedPage;
  let browser: WatchedBrowser;

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    browser = await watchedBrowser();
    served = await servedPage({
      settings: { access, guests: { access: { publish: ['lobby'], subscribe: ['lobby'], receive: ['lobby'] } } },
      until: 'page',
    });
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
  const newUser = async (options: BrowserContextOptions = {}) => {
    const visitor = await newVisitor(options);
    const will = willOf(visitor.page);
    await signUp(visitor);
    return { ...visitor, will };
  };
  const nameOf = ({ email }: Visitor) => email.split('@')[0] ?? '';
  const among = (page: Page, list: 'Here now' | 'Gone', name: string) =>
    page.getByRole('list', { name: list, exact: true }).getByRole('listitem').filter({ hasText: name });
  it('shows a killed tab as gone, since its connection was lost, and who signs out as left', async () => {
    const [ada, bob, eve] = [await newUser(), await newUser({ viewport: NARROW }), await newUser()];
    for (const { page } of [ada, bob, eve]) {
      for (const other of [ada, bob, eve]) await among(page, 'Here now', nameOf(other)).waitFor();
    }
    await among(ada.page, 'Here now', nameOf(ada)).getByText('you', { exact: true }).waitFor();
    await expect(among(ada.page, 'Here now', nameOf(bob)).getByText('you', { exact: true }).count()).resolves.toBe(0);

    // Without it, it would be seen when three announcements have not come.
    await bob.will;
    const debug = await bob.page.context().newCDPSession(bob.page);
    // Its renderer dies, and answers nothing any more.
    void debug.send('Page.crash').catch(() => undefined);
    await among(ada.page, 'Gone', nameOf(bob)).getByText('connection lost').waitFor();
    await among(ada.page, 'Here now', nameOf(bob)).waitFor({ state: 'detached' });

    await eve.page.getByRole('button', { name: 'Sign out' }).click();
    await among(ada.page, 'Gone', nameOf(eve)).getByText('left', { exact: true }).waitFor();
    await ada.page.getByText('Nobody else is here.').waitFor();
    await ada.page.screenshot({ path: join(screenshots, 'presence-gone.png'), fullPage: true });
    await expect(seriousViolations(ada.page)).resolves.toEqual([]);
  }, 120_000);

  it('tells a guest why guests are not shown', async () => {
    const { page } = await newVisitor();
    await page.getByRole('button', { name: 'Try as a guest' }).click();
    await page.getByRole('region', { name: 'Here now' }).getByText('Only for users who have signed in').waitFor();
    await expect(seriousViolations(page)).resolves.toEqual([]);
  });

  it('says before it is done what the rights do not name, and leaves it to AWS', async () => {
    const { page } = await newUser();
    const hint = (name: string) => page.getByRole('region', { name, exact: true }).getByText('Your rights do not name');
    await expect(hint('Publish').count()).resolves.toBe(0);
    await page.getByLabel('Topic', { exact: true }).fill('rooms/lobby');
    await hint('Publish').waitFor();
    await publish(page, 'not mine');
    await page.getByRole('region', { name: 'Publish', exact: true }).getByText('You may not publish').waitFor();
    await page.getByLabel('Topic filter').fill('elsewhere/#');
    await hint('Subscribe').waitFor();
    await subscribe(page, 'rooms/#');
    await hint('Subscribe').waitFor({ state: 'detached' });
    await expect(seriousViolations(page)).resolves.toEqual([]);
  });
});

/** Resolves when a connection has begun that tells the others if it breaks. */
function willOf(page: Page): Promise<void> {
  return new Promise((resolve) => {
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        if (payload.toString().includes('{"is":"lost"}')) resolve();
      }),
    );
  });
}
