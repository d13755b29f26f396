import { createRateLimiter } from '../../sandbox/base/rate-limiter.js';
import { attachEvent, functionEnvironment } from '../function/function-environment.js';
import { clientNumber, runCrowd } from './crowd.js';
import { createEnvironments, type Routing } from './environments.js';
import { startQuotaServer } from './quota-server.js';
import { type ReturningResult, returnAll } from './returning.js';
import { createVirtualClock } from './virtual-clock.js';

export interface StormOptions {
  readonly identities: number;
  /** AttachPolicy calls a second that AWS IoT lets through. */
  readonly quota: number;
  /** API Gateway's throttling; undefined for none. */
  readonly throttling: { readonly rateLimit: number; readonly burstLimit: number } | undefined;
  readonly routing: Routing;
  /** The account's quota of Lambda executions at once. @default without limit */
  readonly concurrentExecutions?: number;
  /** Milliseconds within which all of them sign in. */
  readonly arriveWithin: number;
}

export interface StormResult {
  readonly identities: number;
  /** Identities that were not attached in the end. */
  readonly lost: number;
  /** Clients that gave up. */
  readonly finalErrors: number;
  readonly lastSeconds: number;
  readonly idealSeconds: number;
  readonly ratioToIdeal: number;
  /** AttachPolicy requests. */
  readonly attemptsPerIdentity: number;
  /** Requests to the API. */
  readonly requestsPerIdentity: number;
  readonly environments: number;
  /** Invocations that Lambda throttled. */
  readonly throttledInvocations: number;
  /** Seconds at which each identity was attached, in order. */
  readonly attachedAt: readonly number[];
  /** The same identities, back at once. */
  readonly returning: ReturningResult;
}

/**
 * A crowd of new users signs in at once. The client helper, the function and the SDK in it, API Gateway's and AWS IoT's
 * rate limits (the sandbox's) are the real code; time, the network and Lambda's environments are simulated.
 */
export async function runStorm(options: StormOptions): Promise<StormResult> {
  const { identities, quota, throttling, routing, concurrentExecutions, arriveWithin } = options;
  const clock = createVirtualClock();
  const iot = await startQuotaServer(clock, quota);
  const restore = pretendLambda(iot.url);
  const environments = createEnvironments({ clock, routing, attempts: iot.attempts, concurrentExecutions });
  const limiter = throttling && createRateLimiter(clock.now, throttling.rateLimit, throttling.burstLimit);
  let requests = 0;
  const realFetch = globalThis.fetch;
  // The clients' way to API Gateway.
  globalThis.fetch = async (_url, init) => {
    requests += 1;
    if (limiter?.take() === false) return tooManyRequests();
    const { statusCode, headers, body } = await environments.invoke(
      attachEvent(clientNumber(new Headers(init?.headers))),
    );
    return new Response(body, { status: statusCode, headers });
  };
  try {
    const { errors } = await runCrowd({ clock, clients: identities, arriveWithin });
    const attachedAt = [...iot.attachedAt.values()].map((time) => time / 1000).sort((a, b) => a - b);
    const lastSeconds = attachedAt.at(-1) ?? Number.NaN;
    const idealSeconds = identities / quota;
    const attemptsPerIdentity = iot.attempts() / identities;
    const returning = await returnAll({
      identities: [...iot.attachedAt.keys()],
      isAttached: (identityId) => iot.attachedAt.has(identityId),
      attempts: iot.attempts,
    });
    return {
      identities,
      lost: identities - attachedAt.length,
      finalErrors: errors.length,
      lastSeconds,
      idealSeconds,
      ratioToIdeal: lastSeconds / idealSeconds,
      attemptsPerIdentity,
      requestsPerIdentity: requests / identities,
      environments: environments.count(),
      throttledInvocations: environments.throttled(),
      attachedAt,
      returning,
    };
  } finally {
    globalThis.fetch = realFetch;
    environments.stop();
    iot.stop();
    restore();
  }
}

/** As API Gateway throttles a stage: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html */
function tooManyRequests(): Response {
  const headers = { 'x-amzn-errortype': 'TooManyRequestsException' };
  return new Response('{"message":"Too Many Requests"}', { status: 429, headers });
}

/** The SDK in the function reads its credentials and its endpoint from the environment. */
function pretendLambda(url: string): () => void {
  const kept = { ...process.env };
  Object.assign(process.env, functionEnvironment, { AWS_ENDPOINT_URL: url });
  return () => {
    process.env = kept;
  };
}
