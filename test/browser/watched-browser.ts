import type { BrowserContext, BrowserContextOptions } from 'playwright-core';
import { launchChromium } from './chromium.js';

/** A Chromium whose pages are watched: what goes wrong in them unseen fails the test. */
export interface WatchedBrowser {
  /** A browser profile of its own. */
  newContext(options?: BrowserContextOptions): Promise<BrowserContext>;
  /** Closes the profiles. @returns what went wrong in them */
  closeContexts(): Promise<string[]>;
  close(): Promise<void>;
}

/** @param trusted certificate authority to trust for this run alone, as PEM */
export async function watchedBrowser(trusted?: string): Promise<WatchedBrowser> {
  const browser = await launchChromium(trusted);
  let contexts: BrowserContext[] = [];
  let faults: string[] = [];
  return {
    async newContext(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
      context.setDefaultTimeout(15_000);
      contexts.push(context);
      context.on('weberror', (error) => faults.push(`uncaught: ${error.error().message}`));
      context.on('console', (line) => {
        if (/content security policy/i.test(line.text())) faults.push(line.text());
      });
      context.on('request', (request) => {
        const { hostname, protocol } = new URL(request.url());
        if (protocol.startsWith('http') && !['localhost', '127.0.0.1'].includes(hostname)) faults.push(request.url());
      });
      return context;
    },
    async closeContexts() {
      for (const context of contexts) await context.close();
      const found = faults;
      contexts = [];
      faults = [];
      return found;
    },
    close: () => browser.close(),
  };
}
