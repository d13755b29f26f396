import { accountThrottle } from '../../../../sandbox/api-gateway/account-throttle.js';
import { parsePathTemplate } from '../../../../sandbox/api-gateway/path-template.js';
import { createMethodThrottle } from '../../../../sandbox/api-gateway/rest-api/method-throttle.js';
import type { MethodSettings, RateLimits, RestApiSettings } from '../../../../sandbox/api-gateway/rest-api/rest-api.js';
import { createRateLimiter } from '../../../../sandbox/base/rate-limiter.js';

const now = () => 0;

function method(httpMethod: string, path: string): MethodSettings {
  return {
    logicalId: `${httpMethod}${path}`,
    httpMethod,
    path: parsePathTemplate(path),
    authorization: { type: 'NONE' },
    apiKeyRequired: false,
    requiredParameters: [],
    integration: { type: 'unsupported', what: 'nothing' },
  };
}

const [get, post, any] = [method('GET', '/a'), method('POST', '/a'), method('ANY', '/b')] as const;

function api(all: RateLimits | undefined, single: Record<string, number> = {}): RestApiSettings {
  return {
    restApiId: 'api',
    logicalId: 'Api',
    stageName: 'v1',
    stageVariables: null,
    methods: [get, post, any],
    throttling: { all, single: new Map(Object.entries(single).map(([name, burst]) => [name, atOnce(burst)])) },
    gatewayResponses: new Map(),
    policy: undefined,
    binaryMediaTypes: [],
    refusal: undefined,
    webAcl: undefined,
    accessLog: undefined,
  };
}

const atOnce = (burstLimit: number): RateLimits => ({ rateLimit: 1, burstLimit });

/** How many of a hundred requests to each method get through. */
function through(settings: RestApiSettings, account = accountThrottle(now)): number[] {
  const throttle = createMethodThrottle(settings, account, now);
  return settings.methods.map((one) => Array.from({ length: 100 }, () => throttle(one)).filter(Boolean).length);
}

describe('throttling of a REST API', () => {
  it.each([
    { title: "by the stage gives each method the stage's limit", settings: api(atOnce(3)), expected: [3, 3, 3] },
    {
      title: 'by a single method leaves the others theirs',
      settings: api(atOnce(3), { 'POST /a': 5 }),
      expected: [3, 5, 3],
    },
    {
      title: 'by a path gives each of its methods the limit',
      settings: api(undefined, { '* /a': 2, 'ANY /b': 4 }),
      expected: [2, 2, 4],
    },
    { title: 'that is set nowhere is what the account takes', settings: api(undefined), expected: [100, 100, 100] },
  ])('$title', ({ settings, expected }) => {
    expect(through(settings)).toEqual(expected);
  });

  it('is never more than what all APIs of the account take together', () => {
    const account = createRateLimiter(now, 1, 7);
    expect(through(api(atOnce(5)), account)).toEqual([5, 2, 0]);
    expect(through(api(undefined), account)).toEqual([0, 0, 0]);
  });

  it('takes 5,000 requests at once from an account, and 10,000 a second', () => {
    let time = 0;
    const account = accountThrottle(() => time);
    const taken = () => Array.from({ length: 20_000 }, () => account.take()).filter(Boolean).length;
    expect(taken()).toBe(5_000);
    time = 250;
    expect(taken()).toBe(2_500);
  });
});
