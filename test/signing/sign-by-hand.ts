import { createHash, createHmac } from 'node:crypto';

/** What goes into a presigned URL; the optional ones are mistakes, but for the token and the expiry. */
export interface Signing {
  readonly endpoint: string;
  readonly region: string;
  /** When it is signed: `2026-01-31T12:00:00Z`. */
  readonly time: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Seconds; AWS IoT takes URLs without, for five minutes. */
  readonly expires?: number;
  /** @default 'iotdevicegateway' */
  readonly service?: string;
  /** @default 'GET' */
  readonly method?: string;
  /** @default '/mqtt' */
  readonly path?: string;
  /** What is signed as the host. @default the endpoint */
  readonly host?: string;
  /** The day within the credential's scope. @default that of the time */
  readonly day?: string;
  /** @default of nothing */
  readonly payloadHash?: string;
  readonly isTokenSigned?: boolean;
  /** @default as RFC 3986 has it, in upper case */
  readonly encode?: (text: string) => string;
}

export interface Signed {
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  readonly signature: string;
  readonly url: string;
}

/** As docs/clients.md writes it down for whoever signs by hand. */
export function signByHand({
  endpoint,
  region,
  time,
  accessKeyId,
  secretAccessKey,
  sessionToken,
  ...more
}: Signing): Signed {
  const { service = 'iotdevicegateway', method = 'GET', path = '/mqtt', encode = encoded } = more;
  // Clients send no port that goes without saying.
  const address = endpoint.replace(/:443$/, '');
  const { host = address, payloadHash = sha256(''), isTokenSigned = false, expires } = more;
  const date = time.replaceAll(/[:-]/g, '');
  const scope = `${more.day ?? date.slice(0, 8)}/${region}/${service}/aws4_request`;
  const token: [string, string][] = sessionToken === undefined ? [] : [['X-Amz-Security-Token', sessionToken]];
  const query = parameters([
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${accessKeyId}/${scope}`],
    ['X-Amz-Date', date],
    ...(expires === undefined ? [] : [['X-Amz-Expires', String(expires)] as [string, string]]),
    ...(isTokenSigned ? token : []),
    ['X-Amz-SignedHeaders', 'host'],
  ]);
  const canonicalRequest = [method, path, query, `host:${host}`, '', 'host', payloadHash].join('\n');
  const stringToSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonicalRequest)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${secretAccessKey}`);
  const signature = hmac(key, stringToSign).toString('hex');
  const rest = parameters([['X-Amz-Signature', signature], ...(isTokenSigned ? [] : token)]);
  return { canonicalRequest, stringToSign, signature, url: `wss://${address}${path}?${query}&${rest}` };

  function parameters(pairs: readonly (readonly [string, string])[]): string {
    return pairs.map(([name, value]) => `${name}=${encode(value)}`).join('&');
  }
}

const encoded = (text: string) => encodeURIComponent(text);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
