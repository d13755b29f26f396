import type { Credentials } from './credentials-provider.js';
import type { Endpoints } from './outputs.js';

/**
 * The address to open the WebSocket with, good for five minutes. The session token is not signed but added after.
 * https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html#mqtt-ws
 *
 * @param now milliseconds since 1970
 */
export async function presignMqttUrl(
  { mqttUrl, region }: Endpoints,
  credentials: Credentials,
  now: number,
): Promise<string> {
  const signing = signingOf('iotdevicegateway', region, now);
  const { protocol, host, pathname, searchParams } = new URL(mqttUrl);
  const query = [
    ...searchParams,
    ['X-Amz-Algorithm', ALGORITHM],
    ['X-Amz-Credential', `${credentials.accessKeyId}/${signing.scope}`],
    ['X-Amz-Date', signing.time],
    ['X-Amz-SignedHeaders', 'host'],
  ].map(([name = '', value = '']) => `${escaped(name)}=${escaped(value)}`);
  const canonical = ['GET', pathname, query.sort().join('&'), `host:${host}\n`, 'host', OF_NOTHING];
  query.push(`X-Amz-Signature=${await signature(credentials, signing, canonical)}`);
  const { sessionToken } = credentials;
  if (sessionToken !== undefined) query.push(`X-Amz-Security-Token=${escaped(sessionToken)}`);
  return `${protocol}//${host}${pathname}?${query.join('&')}`;
}

/** The headers that authorize one request to the API: no body, nothing in the query. */
export async function signApiRequest(
  method: string,
  { attachPolicyUrl, region }: Endpoints,
  credentials: Credentials,
  now: number,
): Promise<Record<string, string>> {
  const { accessKeyId, sessionToken } = credentials;
  const signing = signingOf('execute-api', region, now);
  const { host, pathname } = new URL(attachPolicyUrl);
  const own = {
    'x-amz-date': signing.time,
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  };
  const headers = Object.entries({ host, ...own });
  const signed = headers.map(([name]) => name).join(';');
  // The path is escaped as it stands, escapes and all: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
  const path = escaped(pathname).replaceAll('%2F', '/');
  const lines = headers.map(([name, value]) => `${name}:${value}\n`).join('');
  const made = await signature(credentials, signing, [method, path, '', lines, signed, OF_NOTHING]);
  return {
    ...own,
    authorization: `${ALGORITHM} Credential=${accessKeyId}/${signing.scope}, SignedHeaders=${signed}, Signature=${made}`,
  };
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
/** The hash of an empty body. */
const OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const UTF8 = new TextEncoder();

interface SigningAt {
  /** As `20260131T120000Z`. */
  readonly time: string;
  /** What a signature is good for: date, Region, service. */
  readonly scope: string;
}

function signingOf(service: string, region: string, now: number): SigningAt {
  const time = new Date(now).toISOString().replace(/[:-]|\.\d{3}/g, '');
  return { time, scope: `${time.slice(0, 8)}/${region}/${service}/aws4_request` };
}

/** @param canonical the lines of the canonical request */
async function signature(
  { secretAccessKey }: Credentials,
  { time, scope }: SigningAt,
  canonical: readonly string[],
): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', UTF8.encode(canonical.join('\n')));
  let key: ArrayBuffer | Uint8Array<ArrayBuffer> = UTF8.encode(`AWS4${secretAccessKey}`);
  for (const part of scope.split('/')) key = await hmac(key, part);
  return hex(await hmac(key, [ALGORITHM, time, scope, hex(digest)].join('\n')));
}

async function hmac(key: ArrayBuffer | Uint8Array<ArrayBuffer>, text: string): Promise<ArrayBuffer> {
  const usable = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return crypto.subtle.sign('HMAC', usable, UTF8.encode(text));
}

function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Stricter than `encodeURIComponent`, as AWS wants it. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
