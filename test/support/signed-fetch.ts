import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentials } from '../../journey/aws-credentials.js';

export interface SignedFetch {
  readonly credentials: AwsCredentials;
  /** @default 'execute-api' */
  readonly service?: string;
  /** @default 'POST' */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** `fetch` with Signature Version 4, which sends the path as the URL has it. */
export async function signedFetch(address: string, options: SignedFetch): Promise<Response> {
  const { credentials, service = 'execute-api', method = 'POST', headers = {}, body } = options;
  const url = new URL(address);
  const signer = new SignatureV4({ credentials, region: 'us-east-1', service, sha256: Sha256 });
  const query = Object.fromEntries(url.searchParams);
  const unsigned = { method, path: url.pathname, query, headers: { host: url.host, ...headers }, body: body ?? '' };
  const signed = await signer.sign(new HttpRequest(unsigned));
  const { host: _, ...sent } = signed.headers;
  return fetch(url, { method, headers: sent, ...(body === undefined ? {} : { body }) });
}
