import { createRateLimiter, type RateLimiter } from '../../base/rate-limiter.js';
import type { MethodSettings, RateLimits, RestApiSettings } from './rest-api.js';

/**
 * Lets a request to a method through, or not. "Per-API, per-stage throttling limits are applied at the API method level
 * for a stage", so a setting for `*` and `/*` gives each method a bucket of its own; then comes what all APIs of the
 * account share. A method `ANY` is one method, whatever it is asked with: AWS says nothing else, and it is stricter.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export function createMethodThrottle(
  { throttling, methods }: RestApiSettings,
  account: RateLimiter,
  now: () => number,
): (method: MethodSettings) => boolean {
  const limiters = new Map<MethodSettings, RateLimiter>();
  for (const method of methods) {
    const limits = limitsOf(method, throttling);
    if (limits !== undefined) limiters.set(method, createRateLimiter(now, limits.rateLimit, limits.burstLimit));
  }
  return (method) => (limiters.get(method)?.take() ?? true) && account.take();
}

/** The most specific setting; without any the account's limit is all there is. */
function limitsOf(
  { httpMethod, path: { template } }: MethodSettings,
  { single, all }: RestApiSettings['throttling'],
): RateLimits | undefined {
  return single.get(`${httpMethod} ${template}`) ?? single.get(`* ${template}`) ?? all;
}
