import { readAddress } from './address.js';
import type { Credentials } from './credentials-provider.js';
import type { Endpoints } from './outputs.js';
import { hmacSha256, sha256 } from './sha256.js';
import { utf8Bytes } from './utf8-bytes.js';

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
  const [address = '', given] = mqttUrl.split('?');
  const { host, pathname } = partsOf(address);
  const query = [
    ['X-Amz-Algorithm', ALGORITHM],
    ['X-Amz-Credential', `${credentials.accessKeyId}/${signing.scope}`],
    ['X-Amz-Date', signing.time],
    ['X-Amz-SignedHeaders', 'host'],
  ].map(([name = '', value = '']) => `${name}=${escaped(value)}`);
  if (given !== undefined) query.push(...given.split('&'));
  const canonical = ['GET', pathname, query.sort().join('&'), `host:${host}\n`, 'host', OF_NOTHING];
  query.push(`X-Amz-Signature=${await signature(credentials, signing, canonical)}`);
  const { sessionToken } = credentials;
  if (sessionToken !== undefined) query.push(`X-Amz-Security-Token=${escaped(sessionToken)}`);
  return `${address.split(':')[0]}://${host}${pathname}?${query.join('&')}`;
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
  const { host, pathname } = partsOf(attachPolicyUrl);
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
  const digest = await sha256(utf8Bytes(canonical.join('\n')));
  let key = utf8Bytes(`AWS4${secretAccessKey}`);
  for (const part of scope.split('/')) key = await hmacSha256(key, utf8Bytes(part));
  return hex(await hmacSha256(key, utf8Bytes([ALGORITHM, time, scope, hex(digest)].join('\n'))));
}

/** As a browser reads the address, with `ws:` for `http:`. `readOutputs` has found it right. */
function partsOf(url: string): { host: string; pathname: string } {
  return readAddress(url.replace(/^ws/, 'http')) ?? { host: '', pathname: '/' };
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Stricter than `encodeURIComponent`, as AWS wants it. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
