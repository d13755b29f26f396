import { createHash } from 'node:crypto';
import type { Claim } from './sigv4-claim.js';

/** A request as it came over the wire, before anything decoded its path. */
export interface WireRequest {
  readonly method: string;
  /** Path as sent, still percent-encoded, without the query. */
  readonly path: string;
  /** The query as sent, still percent-encoded, without its question mark. */
  readonly queryString: string;
  /** The same, decoded: for reading. */
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Headers that came more than once, of which `headers` may hold the first alone; in lower case. */
  readonly repeatedHeaders: readonly string[];
  readonly body: Uint8Array;
}

/**
 * What was signed, made again from what arrived, byte by byte: two requests that differ anywhere have two canonical
 * requests, also where decoding would make the same text of them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalRequest(request: WireRequest, claim: Claim): string {
  const { method, path, queryString, headers, body } = request;
  const sent = new Map(Object.entries(headers));
  const names = [...claim.signedHeaders].sort();
  return [
    method,
    // Every service but S3 encodes the path, as it was sent, once more.
    encodeBytes(bytesOf(path), /[\w.~/-]/),
    canonicalQuery(queryString, claim),
    ...names.map((name) => `${name}:${(sent.get(name) ?? '').trim().replaceAll(/\s+/g, ' ')}`),
    '',
    names.join(';'),
    createHash('sha256').update(body).digest('hex'),
  ].join('\n');
}

/**
 * A presigned URL is signed without its signature. A session token is signed like every other parameter, but for
 * AWS IoT, where it is added after signing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
function canonicalQuery(queryString: string, { presigned, scope }: Claim): string {
  const unsigned = presigned
    ? ['X-Amz-Signature', ...(scope.service === 'iotdevicegateway' ? ['X-Amz-Security-Token'] : [])]
    : [];
  const pairs = queryString
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [encodeBytes(decodedBytes(name), /[\w.~-]/), encodeBytes(decodedBytes(value), /[\w.~-]/)] as const;
    })
    .filter(([name]) => !unsigned.includes(name));
  pairs.sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]));
  return pairs.map((pair) => pair.join('=')).join('&');
}

/** Node hands over the bytes of a request's target as Latin-1. */
function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

/** The bytes that a name or value of a query stands for; `+` is a blank, as in every form. */
function decodedBytes(text: string): Uint8Array {
  const decoded = text
    .replaceAll('+', ' ')
    .replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return bytesOf(decoded);
}

function encodeBytes(bytes: Uint8Array, unreserved: RegExp): string {
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return unreserved.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
