import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
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

/** Somebody in front of the console. */
export interface ConsoleVisitor {
  readonly page: Page;
  show(name: string): Promise<unknown>;
  /** The rows of an area. */
  list(name: string): Locator;
  /** What is chosen in it. */
  detail(): Locator;
  choose(name: string, text: string): Promise<void>;
  press(name: string, within?: Page | Locator): Promise<void>;
}

export function consoleVisitor(page: Page): ConsoleVisitor {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const list = (name: string) => page.getByRole('list', { name, exact: true });
  return {
    page,
    list,
    show: (name) => page.screenshot({ path: join(SCREENSHOTS, `console-${name}.png`), fullPage: true }),
    detail: () => page.getByRole('region', { name: 'What is chosen' }),
    choose: (name, text) => list(name).getByRole('link').filter({ hasText: text }).first().click(),
    press: (name, within = page) => within.getByRole('button', { name, exact: true }).click(),
  };
}

const SCREENSHOTS = join(import.meta.dirname, 'screenshots');
