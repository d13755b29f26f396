import type { Arrival } from '../session/session-state.js';

const SECONDS = 60;

/** The seconds that are plotted, oldest first: -59 … 0. */
export const SECONDS_AGO: readonly number[] = Array.from({ length: SECONDS }, (_, index) => index - SECONDS + 1);

/**
 * Counts messages for each filter and each of the last seconds, oldest first.
 *
 * @param now milliseconds since 1970
 */
export function messageRate(arrivals: readonly Arrival[], filters: readonly string[], now: number): number[][] {
  const last = Math.floor(now / 1000);
  return filters.map((filter) => {
    const counts = new Array<number>(SECONDS).fill(0);
    for (const arrival of arrivals) {
      const index = Math.floor(arrival.time / 1000) - last + SECONDS - 1;
      if (arrival.filter === filter && index >= 0 && index < SECONDS) counts[index] = (counts[index] ?? 0) + 1;
    }
    return counts;
  });
}

/** The n-th is the sum of the first n: bars drawn from the last to the first stand on each other. */
export function stacked(byFilter: readonly (readonly number[])[]): number[][] {
  let below = new Array<number>(SECONDS).fill(0);
  return byFilter.map((counts) => {
    below = below.map((count, index) => count + (counts[index] ?? 0));
    return below;
  });
}
