import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { Sandbox, SandboxOptions } from '../../sandbox/sandbox.js';
import { runningSandbox } from '../support/running-sandbox.js';

/** A sandbox with its console, built from its sources. */
export async function servedConsole(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  // By Vite's own command: jest's modules are not those that it wants.
  execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', 'console', '--logLevel', 'warn'], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return runningSandbox(options);
}

/** A new tab with the console in it, that is connected. @param hash `#/decisions` */
export async function openConsole(context: BrowserContext, sandbox: Pick<Sandbox, 'url'>, hash = ''): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${sandbox.url}/${hash}`);
  await page.getByRole('banner').getByText('Live', { exact: true }).waitFor();
  return page;
}

/** An area, by its name in the navigation. */
export async function goTo(page: Page, area: string): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: new RegExp(`^${area}( \\d+)?$|^${area}\\d*$`) })
    .click();
  await page.getByRole('heading', { level: 1, name: area }).waitFor();
}
