import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Request } from 'express';
import type { WireRequest } from '../iam/sigv4-canonical-request.js';
import type { Call } from '../service/call-operation.js';

/** The request as it was signed: target still encoded, body as bytes (`express.raw` has read it). */
export function wireRequest(request: Request): WireRequest {
  return { ...wireOf(request, request.originalUrl), body: Buffer.isBuffer(request.body) ? request.body : NO_BODY };
}

/** An upgrade, which has no body. */
export function upgradeRequest(request: IncomingMessage): WireRequest {
  return { ...wireOf(request, request.url ?? '/'), body: NO_BODY };
}

const NO_BODY = Buffer.alloc(0);

/** Path and query as they came: `URL` would tidy up the path, and then it is not what was signed. */
function wireOf({ method = 'GET', headers, rawHeaders }: IncomingMessage, target: string): Omit<WireRequest, 'body'> {
  const mark = target.indexOf('?');
  const queryString = mark < 0 ? '' : target.slice(mark + 1);
  return {
    method,
    path: mark < 0 ? target : target.slice(0, mark),
    queryString,
    query: new URLSearchParams(queryString),
    headers: flatHeaders(headers),
    repeatedHeaders: repeated(rawHeaders),
  };
}

function flatHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]),
  );
}

/** Names that stand more than once in Node's list of names and values in turn. */
function repeated(rawHeaders: readonly string[]): string[] {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  return names.filter((name, index) => names.indexOf(name) !== index);
}

/** The body as JSON. @returns undefined for an empty one; @throws SyntaxError */
function jsonBody({ body }: Pick<WireRequest, 'body'>): unknown {
  return body.length === 0 ? undefined : JSON.parse(Buffer.from(body).toString('utf8'));
}

/**
 * The body of a JSON protocol of AWS: a member that is null is one that is not there. Not for what is a document of its
 * own, such as a function's event or a shadow, where null says something.
 *
 * @returns undefined for an empty one; @throws SyntaxError
 * @see https://smithy.io/2.0/spec/aggregate-types.html#structure-member-optionality
 */
export function jsonMembers(wire: Pick<WireRequest, 'body'>): unknown {
  const input = jsonBody(wire);
  // Not by recursion: whoever nests deep enough would exhaust the stack.
  const open = [input];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, member] of Object.entries(value)) {
      if (member === null && !Array.isArray(value)) Reflect.deleteProperty(value, name);
      else open.push(member);
    }
  }
  return input;
}

/** A request as every operation gets it; its input is read once, and only when it is asked for. */
export function callOf(request: Request, inputOf: (wire: WireRequest) => unknown): Call {
  const wire = wireRequest(request);
  return { wire, sourceIp: request.socket.remoteAddress, input: once(() => inputOf(wire)) };
}

/** The same for a request whose body was read without Express. */
export function directCall(
  request: IncomingMessage,
  body: Buffer,
  inputOf: (wire: Pick<WireRequest, 'body'>) => unknown,
): Call {
  const wire = once(() => ({ ...wireOf(request, request.url ?? '/'), body }));
  return {
    // Only a signature needs all of it, and most operations of an app have none.
    get wire() {
      return wire();
    },
    sourceIp: request.socket.remoteAddress,
    input: once(() => inputOf({ body })),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
