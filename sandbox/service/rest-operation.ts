import type { Response } from 'express';
import { AwsError, UnsupportedError } from '../base/errors.js';
import type { Operation } from './operation.js';

/** Where the members of an operation are in a request; those that are named nowhere are members of the JSON body. */
export interface RestBinding {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Express path; its parameters are members, and may hold encoded colons. */
  readonly path: string;
  readonly query?: readonly string[];
  /** Member to the header that it comes in, lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The member that is the body as it came. */
  readonly payload?: string;
  /** Writes what `run` gave. @default as JSON with status 200 */
  readonly answer?: (response: Response, result: object) => void;
}

export interface RestOperation extends Operation {
  readonly rest: RestBinding;
}

/** Binds an operation to method and path. */
export function restOperation(rest: RestBinding, operation: Operation): RestOperation {
  return { ...operation, rest };
}

export interface RestRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** Parses the body; undefined for an empty one. */
  readonly json: () => unknown;
}

/**
 * The members of a request, each from its own place: none can be given in another.
 *
 * @throws UnsupportedError naming a member in the query or the body that does not belong there; SyntaxError
 */
export function membersOf({ name, rest, fields }: RestOperation, request: RestRequest): Record<string, unknown> {
  const elsewhere = new Set([...Object.keys(request.path), ...(rest.query ?? []), ...Object.keys(rest.headers ?? {})]);
  const body = rest.payload === undefined ? objectOf(request.json()) : { [rest.payload]: request.bytes };
  const stray =
    Object.keys(body).find((key) => elsewhere.has(key) || !Object.hasOwn(fields, key)) ??
    [...request.query.keys()].find((key) => !rest.query?.includes(key) && !/^x-amz-/i.test(key));
  if (stray !== undefined) throw unknownField(stray, name);
  const query = (rest.query ?? []).map((key) => [key, request.query.get(key)] as const);
  const headers = Object.entries(rest.headers ?? {}).map(([key, header]) => [key, request.headers[header]] as const);
  const given = [...query, ...headers].filter(([, value]) => value !== null && value !== undefined);
  return { ...body, ...Object.fromEntries(given), ...request.path };
}

/** A field that AWS knows and the sandbox does not: it may ask for something that matters. */
export function unknownField(field: string, operation: string): AwsError {
  return new UnsupportedError(`the field ${field} of ${operation}`);
}

function objectOf(json: unknown): object {
  if (json === undefined) return {};
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  throw new AwsError('InvalidRequestException', 'The body is no JSON object.');
}
