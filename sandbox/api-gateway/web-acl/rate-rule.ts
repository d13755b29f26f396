/** Blocks an IP address that sends too many requests. */
export interface RateRule {
  /** Requests of one address in the window. */
  readonly limit: number;
  readonly windowSeconds: number;
}

/** Whether a request of an address is let through. */
export type RequestFilter = (sourceIp: string) => boolean;

/**
 * AWS WAF "does not guarantee an exact limit match": it looks back at the window about every ten seconds, so it lets more
 * through at first and blocks a while longer. Here the request after the limit is blocked, and blocked ones count, which
 * is the stricter reading: an address has to be quiet to be let in again.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-caveats.html
 */
export function createRateFilter({ limit, windowSeconds }: RateRule, now: () => number): RequestFilter {
  /** Address to requests by the second they came in. */
  const counts = new Map<string, Map<number, number>>();
  return (sourceIp) => {
    const second = Math.floor(now() / 1000);
    const own = counts.get(sourceIp) ?? new Map<number, number>();
    for (const old of own.keys()) if (old <= second - windowSeconds - 1) own.delete(old);
    own.set(second, (own.get(second) ?? 0) + 1);
    counts.set(sourceIp, own);
    return [...own.values()].reduce((sum, count) => sum + count, 0) <= limit;
  };
}
