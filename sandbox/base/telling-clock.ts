import type { MovableClock } from './clock.js';

/** The same clock, which tells when somebody moves it. */
export function tellingClock(clock: MovableClock, told: () => void): MovableClock {
  return {
    ...clock,
    advance(milliseconds) {
      clock.advance(milliseconds);
      told();
    },
    reset() {
      clock.reset();
      told();
    },
  };
}
