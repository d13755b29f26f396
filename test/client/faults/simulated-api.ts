import { identityId } from '../client-under-test.js';
import type { SimulatedProvider } from './simulated-provider.js';
import type { World } from './world.js';

export interface SimulatedApi {
  readonly fetch: typeof fetch;
  /** What AWS IoT knows: an attachment works some seconds after the answer. */
  readonly isAttached: boolean;
  detach(): void;
  readonly calls: number;
  /** How often the policy was attached, and detached. */
  readonly attaches: number;
  readonly detaches: number;
}

const ANSWERS = {
  throttled: { status: 429, body: { code: 'Throttled', message: 'later' }, headers: {} },
  'throttled for seconds': {
    status: 429,
    body: { code: 'Throttled', message: 'later' },
    headers: { 'retry-after': '3' },
  },
  failing: { status: 502, body: { message: 'Internal server error' }, headers: {} },
} as const;

/** `/attach-policy` behind API Gateway. */
export function simulatedApi({ time, random, weather, log }: World, provider: SimulatedProvider): SimulatedApi {
  let isAttached = false;
  let calls = 0;
  let attaches = 0;
  let detaches = 0;

  const within = (milliseconds: number, signal: AbortSignal | null | undefined) =>
    new Promise<void>((resolve, reject) => {
      const abort = () => {
        stop();
        reject(signal?.reason);
      };
      const stop = time.after(milliseconds, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      signal?.addEventListener('abort', abort);
      if (signal?.aborted) abort();
    });

  const answer = (method: string, authorization: string) => {
    const { api } = weather;
    if (api === 'throttled' || api === 'throttled for seconds' || api === 'failing') return ANSWERS[api];
    const [, accessKeyId = ''] = /Credential=(\w+)/.exec(authorization) ?? [];
    if (!provider.isValid(accessKeyId)) {
      const headers = { 'x-amzn-errortype': 'ExpiredTokenException' };
      return { status: 403, body: { message: 'The security token included in the request is expired' }, headers };
    }
    if (method === 'POST') {
      attaches += 1;
      time.after(random.between(0, 4000), () => {
        isAttached = true;
        log('attached');
      });
    }
    return { status: 200, body: { identityId, policyName: 'Policy' }, headers: {} };
  };

  return {
    get isAttached() {
      return isAttached;
    },
    get calls() {
      return calls;
    },
    get attaches() {
      return attaches;
    },
    get detaches() {
      return detaches;
    },
    detach() {
      detaches += 1;
      isAttached = false;
      log('detached');
    },
    async fetch(_url, { method = 'GET', headers = {}, signal } = {}) {
      calls += 1;
      log(`api ${method} ${weather.api}`);
      if (weather.api === 'silent' || weather.network === 'silent') await within(10 ** 9, signal);
      await within(random.between(20, 600), signal);
      if (weather.api === 'unanswered' || weather.network === 'down') throw new TypeError('Failed to fetch');
      const { status, body, headers: told } = answer(method, new Headers(headers).get('authorization') ?? '');
      const date = new Date(Date.now()).toUTCString();
      // A real Response reads its body on streams, which take more turns than one.
      const response = { ok: status === 200, status, statusText: '', headers: new Headers({ ...told, date }) };
      // All that the client reads of one.
      return { ...response, json: async () => body } as unknown as Response;
    },
  };
}
