import { createHash, createHmac } from 'node:crypto';
import type { Keys } from './place.js';

/** How a URL for MQTT over WebSocket is signed. */
export interface SignedUrlOptions {
  readonly host: string;
  readonly region: string;
  readonly isTls: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** @default `iotdevicegateway` */
  readonly service?: string;
  /** @default `/mqtt` */
  readonly path?: string;
  /** Seconds. @default none said: `X-Amz-Expires` is left out */
  readonly expiresIn?: number;
  /** Whether the session token is among what is signed, and not added after it. @default false */
  readonly signsToken?: boolean;
}

/**
 * Signature Version 4, by hand: libraries sign only as it is documented, and some questions are about what is not.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signedUrl({ sessionToken, ...keys }: Keys, options: SignedUrlOptions): string {
  const { host, region, isTls, now, service = 'iotdevicegateway', path = '/mqtt', expiresIn, signsToken } = options;
  const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = [time.slice(0, 8), region, service, 'aws4_request'];
  const token = sessionToken === undefined ? {} : { 'X-Amz-Security-Token': sessionToken };
  const query = encoded({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': [keys.accessKeyId, ...scope].join('/'),
    'X-Amz-Date': time,
    ...(expiresIn !== undefined && { 'X-Amz-Expires': String(expiresIn) }),
    ...(signsToken === true && token),
    'X-Amz-SignedHeaders': 'host',
  });
  const canonical = ['GET', path, query, `host:${host}`, '', 'host', sha256('')].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${keys.secretAccessKey}`);
  const after = encoded({
    'X-Amz-Signature': hmac(key, toSign).toString('hex'),
    ...(signsToken !== true && token),
  });
  return `${isTls ? 'wss' : 'ws'}://${host}${path}?${query}&${after}`;
}

/** In the order of the names, as it is signed. */
function encoded(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
