import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { createCredentialStore } from '../../../sandbox/iam/credentials.js';
import { createSigV4Verifier, type SignedFor } from '../../../sandbox/iam/sigv4.js';
import type { WireRequest } from '../../../sandbox/iam/sigv4-canonical-request.js';
import { stoppedClock } from '../cognito/stopped-clock.js';

export type Wire = { -readonly [Name in keyof WireRequest]: WireRequest[Name] } & {
  headers: Record<string, string>;
  repeatedHeaders: string[];
};

export const principal = {
  accountId: '111122223333',
  arn: 'arn',
  roleArn: 'role',
  userId: 'AROA:session',
  documents: [],
};
export const minutes = 60_000;

/** A verifier, and credentials that it has issued, under a clock that stands still. */
export function newPlace() {
  const clock = stoppedClock();
  const store = createCredentialStore(clock);
  const verifier = createSigV4Verifier(store, clock);
  return {
    clock,
    store,
    credentials: store.issue(principal, 3600),
    verifier: {
      /** Sends the query as it is, or what a test has made of it. */
      verify(wire: Wire, signedFor: SignedFor) {
        const queryString = wire.queryString === '' ? wire.query.toString() : wire.queryString;
        return verifier.verify({ ...wire, queryString, query: new URLSearchParams(queryString) }, signedFor);
      },
    },
  };
}

export interface Signing {
  readonly service?: string;
  readonly region?: string;
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly presigned?: { readonly expiresIn: number };
  readonly sessionToken?: string | undefined;
}

export async function signed(place: ReturnType<typeof newPlace>, signing: Signing = {}): Promise<Wire> {
  const { service = 'execute-api', region = 'us-east-1', body = '', presigned } = signing;
  const { accessKeyId, secretAccessKey, sessionToken } = place.credentials;
  const token = 'sessionToken' in signing ? signing.sessionToken : sessionToken;
  const credentials = { accessKeyId, secretAccessKey, ...(token === undefined ? {} : { sessionToken: token }) };
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256 });
  const { method = 'POST', path = '/v1/attach-policy', query = {}, headers = {} } = signing;
  const request = new HttpRequest({ method, path, query, headers: { host: '127.0.0.1:8001', ...headers }, body });
  const signingDate = new Date(place.clock.now());
  const result = presigned
    ? await signer.presign(request, { ...presigned, signingDate })
    : await signer.sign(request, { signingDate });
  const parameters = new URLSearchParams();
  for (const [name, values] of Object.entries(result.query ?? {})) {
    for (const value of [values].flat()) parameters.append(name, String(value));
  }
  return {
    method,
    path,
    queryString: '',
    query: parameters,
    headers: { ...result.headers },
    repeatedHeaders: [],
    body: Buffer.from(body),
  };
}

export const forApi = { service: 'execute-api', region: 'us-east-1' };
