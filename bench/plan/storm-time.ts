export interface StormTime {
  /** Seconds until the last is attached. */
  readonly lastSeconds: number;
  /** Seconds that one waits in the middle of the storm. */
  readonly medianWait: number;
}

/**
 * Simulates, second by second, so many new users within so many seconds against a quota, which is used as well as the
 * storm in the benchmark used it.
 *
 * @param use ideal time by real time, from 0 to 1
 */
export function stormTime(newUsers: number, withinSeconds: number, quota: number, use = 0.9): StormTime {
  let arrived = 0;
  let attached = 0;
  let second = 0;
  let medianArrived = 0;
  let medianAttached = 0;
  while (attached < newUsers) {
    second += 1;
    arrived = Math.min(newUsers, (newUsers * second) / withinSeconds);
    attached = Math.min(arrived, attached + quota * use);
    if (!medianArrived && arrived >= newUsers / 2) medianArrived = second;
    if (!medianAttached && attached >= newUsers / 2) medianAttached = second;
  }
  return { lastSeconds: second, medianWait: medianAttached - medianArrived };
}
