import { createRateLimiter, type RateLimiter } from '../base/rate-limiter.js';

/**
 * What all APIs of an account and Region, of either kind, take together; some Regions have less.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export const ACCOUNT_LIMITS = { rateLimit: 10_000, burstLimit: 5_000 };

export function accountThrottle(now: () => number): RateLimiter {
  return createRateLimiter(now, ACCOUNT_LIMITS.rateLimit, ACCOUNT_LIMITS.burstLimit);
}
