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

/** Credentials that live for an hour, faults in most quarters of an hour, and longer ones. */
export const A_DAY: Omit<FaultRunOptions, 'seed' | 'closes'> = {
  lasts: 86_400_000,
  pause: 10_000,
  calm: 600_000,
  longestSpell: 1_800_000,
  credentialsLive: 3_600_000,
  options: { pauseWhenHidden: 60_000 },
};

/** `SEED=…` replays one. */
export function seeds(count: number): number[] {
  const { SEED } = process.env;
  return SEED === undefined ? Array.from({ length: count }, (_, i) => i + 1) : [Number(SEED)];
}
