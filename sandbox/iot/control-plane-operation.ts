import { z } from 'zod';
import { AwsError } from '../base/errors.js';
import type { RequireIam } from '../iam/authorize.js';
import type { Principal } from '../iam/principal.js';

/** One call, its path and query decoded. */
export interface ControlPlaneCall {
  readonly caller: Principal;
  readonly sourceIp: string | undefined;
  /** Path parameters, by the names of AWS's API reference. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON body; undefined without one. Reading it throws SyntaxError if it is no JSON. */
  readonly body: unknown;
  /** The body as it came. */
  readonly bytes: Uint8Array;
}

export interface ControlPlaneOperation {
  /** `iot:AttachPolicy`: also the name for quotas, faults and counts. */
  readonly name: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Express path; a parameter may hold encoded colons. */
  readonly path: string;
  /** Signing name: `iot`, or `iotdata` for the data plane. */
  readonly service: 'iot' | 'iotdata';
  /** Calls a second for each account, where AWS documents a quota. */
  readonly quota?: number;
  readonly run: (call: ControlPlaneCall) => object;
}

/** Passes if the caller's role allows the action. @throws AwsError `AccessDeniedException` */
export type Permit = (call: ControlPlaneCall, action: string, resource: string) => void;

export function createPermit(requireIam: RequireIam): Permit {
  return ({ caller, sourceIp }, action, resource) =>
    requireIam(caller, { action, resource, ...(sourceIp === undefined ? {} : { sourceIp }) });
}

/** @throws AwsError `InvalidRequestException` saying what is wrong */
export function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AwsError('InvalidRequestException', z.prettifyError(parsed.error), 400);
}

/** @throws AwsError `InvalidRequestException` when it is missing */
export function parameter({ path }: ControlPlaneCall, name: string): string {
  const value = path[name];
  if (value) return value;
  throw new AwsError('InvalidRequestException', `${name} is missing`, 400);
}

/** How a listing names its pages: older operations in one way, newer ones in another. */
export interface PageNames {
  readonly size: 'pageSize' | 'maxResults';
  readonly start: 'marker' | 'nextToken';
  readonly next: 'nextMarker' | 'nextToken';
}

export const MARKER_PAGES: PageNames = { size: 'pageSize', start: 'marker', next: 'nextMarker' };
export const TOKEN_PAGES: PageNames = { size: 'maxResults', start: 'nextToken', next: 'nextToken' };

/** What the answer names is the place to go on from; pages have 1 to 250 entries. */
export function paginate<T>(
  items: readonly T[],
  query: URLSearchParams,
  names: PageNames = MARKER_PAGES,
): { page: T[]; next: Readonly<Record<string, string>> } {
  const size = Number(query.get(names.size) ?? 250);
  const start = Number(query.get(names.start) ?? 0);
  if (!Number.isInteger(size) || size < 1 || size > 250) {
    throw new AwsError('InvalidRequestException', `${names.size} must be between 1 and 250`, 400);
  }
  if (!Number.isInteger(start) || start < 0) {
    throw new AwsError('InvalidRequestException', `${names.start} is not known`, 400);
  }
  const page = items.slice(start, start + size);
  const end = start + page.length;
  return { page, next: end < items.length ? { [names.next]: String(end) } : {} };
}
