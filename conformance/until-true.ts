import { setTimeout as pause } from 'node:timers/promises';

/** Between two looks, milliseconds: at first short ones, so that what is immediate is measured as such. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;

/** Looks again, less and less often, until it is so or the time is over. @returns whether it was so */
export async function untilTrue(isSo: () => Promise<boolean>, milliseconds: number): Promise<boolean> {
  const until = performance.now() + milliseconds;
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
    if (await isSo()) return true;
    if (performance.now() + wait > until) return false;
    await pause(wait);
  }
}
