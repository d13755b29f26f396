import type { IncomingHttpHeaders } from 'node:http';
import type { Request } from 'express';
import type { WireRequest } from '../iam/sigv4.js';

/** The request as it was signed: path still encoded, body as bytes (`express.raw` has read it). */
export function wireRequest(request: Request): WireRequest {
  const url = new URL(request.originalUrl, 'http://sandbox');
  return {
    method: request.method,
    // `URL` keeps the path's percent-encoding as it came.
    path: url.pathname,
    query: url.searchParams,
    headers: flatHeaders(request.headers),
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  };
}

export function flatHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]),
  );
}

/** The body as JSON. @returns undefined for an empty one; @throws SyntaxError */
export function jsonBody({ body }: WireRequest): unknown {
  return body.length === 0 ? undefined : JSON.parse(Buffer.from(body).toString('utf8'));
}
