import type { FaultRunOptions } from './fault-run.js';

/** Ten minutes in which something is wrong most of the time. Milliseconds. */
export const TEN_MINUTES: Omit<FaultRunOptions, 'seed' | 'closes'> = {
  lasts: 600_000,
  pause: 1000,
  calm: 40_000,
  longestSpell: 60_000,
  credentialsLive: 240_000,
  options: { pauseWhenHidden: 20_000 },
};

/** `SEED=…` replays one. */
export function seeds(count: number): number[] {
  const { SEED } = process.env;
  return SEED === undefined ? Array.from({ length: count }, (_, i) => i + 1) : [Number(SEED)];
}
