import type { Time } from './time.js';

/** Settles when the next call may start; ask for one after the other. */
export type Pace = () => Promise<void>;

/** Spaces calls evenly, since the quota is an account's: what is left of it belongs to the stack's neighbours. */
export function createPace(time: Time, perSecond: number): Pace {
  let next = 0;
  return async () => {
    const start = Math.max(next, time.now());
    next = start + 1000 / perSecond;
    if (start > time.now()) await time.wait(start - time.now());
  };
}
