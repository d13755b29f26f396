import type { IncomingHttpHeaders } from 'node:http';
import type { Request } from 'express';
import type { WireRequest } from '../iam/sigv4.js';

/** The request as it was signed: path still encoded, body as bytes (`express.raw` has read it). */
export function wireRequest(request: Request): WireRequest {
  const target = splitTarget(request.originalUrl);
  return {
    method: request.method,
    ...target,
    headers: flatHeaders(request.headers),
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  };
}

/** Path and query as they came: `URL` would tidy up the path, and then it is not what was signed. */
export function splitTarget(target: string): Pick<WireRequest, 'path' | 'query'> {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  return { path, query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)) };
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

/** The caller's address, for `aws:SourceIp`. */
export function sourceOf(request: Request): { readonly sourceIp?: string } {
  const sourceIp = request.socket.remoteAddress;
  return sourceIp === undefined ? {} : { sourceIp };
}
