import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Route } from 'playwright-core';
import { launchChromium } from '../browser/chromium.js';

/** The origin that the default stack lets in. The browser alone knows it: nothing listens there. */
const ORIGIN = 'http://localhost:8000';

/**
 * Opens the built page as its guide has it: says hello, and waits until that is shown.
 *
 * @param cdn what an address begins with, before the version, and the folder of the package that a CDN has there
 */
export function seenInChromium(folder: string, cdn: Readonly<Record<string, string>> = {}): Promise<void> {
  return helloOf((path, route) => {
    const file = join(folder, path === '/' ? 'index.html' : path);
    return existsSync(file) ? route.fulfill({ path: file }) : route.fulfill({ status: 404 });
  }, cdn);
}

/** The same for a page that the framework's own server serves, on a port of its own. */
export function servedInChromium(port: number, andThen: (page: Page) => Promise<void>): Promise<void> {
  return helloOf((path, route) => route.continue({ url: `http://localhost:${port}${path}` }), {}, andThen);
}

async function helloOf(
  serve: (path: string, route: Route) => Promise<void>,
  cdn: Readonly<Record<string, string>> = {},
  andThen?: (page: Page) => Promise<void>,
): Promise<void> {
  const browser = await launchChromium();
  const complaints: string[] = [];
  try {
    // The sandbox is on this machine, and the page is of nowhere.
    const page = await browser.newPage({ permissions: ['local-network-access'] });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => complaints.push(message.text()));
    await page.route(`${ORIGIN}/**`, (route) => {
      const { pathname, search } = new URL(route.request().url());
      return serve(`${pathname}${search}`, route);
    });
    for (const [begins, folder] of Object.entries(cdn)) {
      await page.route(`${begins}**`, (route) => {
        const [, path = ''] = /@[^/]+\/(.*)/.exec(route.request().url()) ?? [];
        // A CDN lets every page read its files, which `integrity` needs.
        return route.fulfill({ path: join(folder, path), headers: { 'access-control-allow-origin': '*' } });
      });
    }
    await page.goto(`${ORIGIN}/`);
    await page.getByText('connected').first().waitFor();
    await page.getByRole('button', { name: 'Say hello' }).click();
    await page
      .getByText(/users\/\S+: Hello/)
      .first()
      .waitFor();
    await andThen?.(page);
  } catch (error) {
    throw new Error(`${String(error)}\nThe page said: ${complaints.join('\n').slice(0, 3_000)}`);
  } finally {
    await browser.close();
  }
}
