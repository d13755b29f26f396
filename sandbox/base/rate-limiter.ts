/** Lets a number of calls through a second, and as many at once after a quiet second. */
export interface RateLimiter {
  /** Takes one; false when the quota of this moment is used up. */
  take(): boolean;
}

/**
 * A token bucket: AWS documents its request quotas as a rate, and API Gateway's throttling as rate and burst.
 *
 * @param now milliseconds
 * @param burst calls at once; by default one second's worth, and one at least unless none may ever pass
 */
export function createRateLimiter(
  now: () => number,
  perSecond: number,
  burst = perSecond === 0 ? 0 : Math.max(1, perSecond),
): RateLimiter {
  let tokens = burst;
  let last = now();
  return {
    take() {
      const time = now();
      // A clock that was set back takes no calls away.
      tokens = Math.min(burst, tokens + (Math.max(0, time - last) / 1000) * perSecond);
      last = time;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
