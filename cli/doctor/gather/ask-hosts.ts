import type { Outputs } from '../../deployment/outputs.js';
import type { Asked } from '../asked.js';
import type { HttpAnswer } from '../facts.js';

/** How long a host may take to answer: milliseconds. */
const PATIENCE_MS = 10_000;

/** Whatever the host of IotEndpoint answers to a request that is no WebSocket: it is there, and speaks TLS. */
export function gatewayAnswer({ IotEndpoint, AttachPolicyUrl }: Outputs): Promise<HttpAnswer> {
  // A sandbox speaks HTTP where its API does; AWS speaks TLS alone.
  const scheme = AttachPolicyUrl?.startsWith('http:') ? 'http' : 'https';
  return answerOf(`${scheme}://${IotEndpoint}/mqtt`, {});
}

/** What a page sees that calls the API without a signature: always a refusal. */
export function apiAnswer({ AttachPolicyUrl = '' }: Outputs, { origin }: Asked): Promise<HttpAnswer> {
  return answerOf(AttachPolicyUrl, { method: 'POST', ...(origin !== undefined && { headers: { origin } }) });
}

async function answerOf(url: string, init: RequestInit): Promise<HttpAnswer> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    const at = Date.now();
    await response.body?.cancel();
    const header = (name: string) => response.headers.get(name) ?? undefined;
    const date = header('date');
    return {
      status: response.status,
      date: date === undefined ? undefined : new Date(date).getTime(),
      at,
      // API Gateway puts the address of a description behind it, now and then.
      errorType: header('x-amzn-errortype')?.split(':')[0],
      allowedOrigin: header('access-control-allow-origin'),
    };
  } catch (error) {
    const { message, cause } = error instanceof Error ? error : { message: String(error), cause: undefined };
    return { error: cause instanceof Error ? `${message}: ${cause.message}` : message };
  }
}
