import type { Clock } from '../../../sandbox/base/clock.js';

/** A clock that stands still until it is moved. */
export interface StoppedClock extends Clock {
  advance(milliseconds: number): void;
}

export function stoppedClock(start = Date.UTC(2026, 10, 3, 7, 9, 5)): StoppedClock {
  let now = start;
  return {
    now: () => now,
    moved: () => 0,
    at: () => () => undefined,
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}
