import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The serious and critical violations that axe finds in the page as it is now, each with the elements. */
export async function seriousViolations(page: Page): Promise<string[]> {
  // Run by the browser's debugger, which the page's content security policy does not hold back.
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate(() =>
    // The script above has put it there.
    (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(),
  );
  if (passes.length === 0) throw new Error('axe looked at nothing.');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
