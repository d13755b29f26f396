import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Answer } from './answer.js';
import { bodyWords } from './answer-body.js';
import type { Keys } from './place.js';

export interface SignedCall {
  readonly url: URL;
  readonly region: string;
  /** Undefined sends it without a signature. */
  readonly keys: Keys | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly method?: 'GET' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
}

/** How an API answered. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Calls an API of API Gateway by `fetch` and Signature Version 4. */
export async function signedCall({
  url,
  region,
  keys,
  now,
  method = 'GET',
  headers = {},
}: SignedCall): Promise<ApiAnswer> {
  const request = new HttpRequest({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    headers: { host: url.host, ...headers },
  });
  const { host: _, ...sent } = keys === undefined ? request.headers : await sign(request, { keys, region, now });
  const response = await fetch(url, { method, headers: sent });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

async function sign(request: HttpRequest, { keys, region, now }: { keys: Keys; region: string; now: number }) {
  const signer = new SignatureV4({ credentials: keys, region, service: 'execute-api', sha256: Sha256 });
  const { headers } = await signer.sign(request, { signingDate: new Date(now) });
  return headers;
}

/** Status, type and words. */
export function apiWords({ status, headers, body }: ApiAnswer): Answer {
  return { status, errorType: headers.get('x-amzn-errortype'), body: bodyWords(body) };
}
