import { max, median, medianAbsoluteDeviation, min, quantile, shuffle } from 'simple-statistics';

/** The figures of one thing measured several times. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Median absolute deviation: half of the figures are within this distance from the median. */
  readonly deviation: number;
}

export function spread(values: readonly number[]): Spread {
  const given = [...values];
  return { median: median(given), min: min(given), max: max(given), deviation: medianAbsoluteDeviation(given) };
}

/** Median of the round-by-round ratios: what slows a round down slows both sides of it. */
export function medianRatio(values: readonly number[], floor: readonly number[]): number {
  return median(values.map((value, round) => value / (floor[round] ?? Number.NaN)));
}

export function percentile(values: readonly number[], part: number): number {
  return quantile([...values], part);
}

/** Measures each once a round, in another order each round. Gives the figures of each, by round. */
export async function inRounds<K extends string, V>(
  names: readonly K[],
  rounds: number,
  measure: (name: K) => Promise<V>,
): Promise<Record<K, V[]>> {
  const results = Object.fromEntries(names.map((name) => [name, [] as V[]])) as Record<K, V[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of shuffle([...names])) results[name].push(await measure(name));
  }
  return results;
}
