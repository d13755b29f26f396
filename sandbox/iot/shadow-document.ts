import { AwsError } from '../base/errors.js';

/** A JSON object. */
export type JsonObject = { readonly [key: string]: unknown };

/** The two sections of a shadow's state, and of the metadata beside it. */
export interface ShadowState {
  readonly desired?: JsonObject;
  readonly reported?: JsonObject;
}

/** What an update asks for, checked. */
export interface ShadowUpdate {
  /** `null` removes a section, as it removes a key. */
  readonly state: { readonly desired?: JsonObject | null; readonly reported?: JsonObject | null };
  readonly version: number | undefined;
  readonly clientToken: string | undefined;
}

/** Bytes of a document, metadata not counted: https://docs.aws.amazon.com/general/latest/gr/iot-core.html#device-shadow-limits */
export const LONGEST_SHADOW = 8 * 1024;
/** Levels below `desired` or `reported`. */
const DEEPEST = 6;
/** Bytes. */
const LONGEST_TOKEN = 64;
const SECTIONS = ['desired', 'reported'] as const;

/**
 * Checks an update in AWS's order and words.
 *
 * @throws AwsError
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/device-shadow-error-messages.html
 */
export function parseShadowUpdate(payload: Uint8Array): ShadowUpdate {
  if (payload.length > LONGEST_SHADOW) throw tooLarge();
  const json = parseJson(payload);
  if (!isObject(json)) throw invalid('Invalid JSON');
  const { state, version, clientToken } = json;
  if (state === undefined) throw invalid('Missing required node: state');
  if (!isObject(state)) throw invalid('State node must be an object');
  for (const [section, name] of [['desired', 'Desired'] as const, ['reported', 'Reported'] as const]) {
    const value = own(state, section);
    if (value !== undefined && value !== null && !isObject(value)) throw invalid(`${name} node must be an object`);
    if (depthOf(value) > DEEPEST) throw invalid(`JSON contains too many levels of nesting; maximum is ${DEEPEST}`);
  }
  if (Object.keys(state).some((key) => !(SECTIONS as readonly string[]).includes(key))) {
    throw invalid('State contains an invalid node');
  }
  if (version !== undefined && !(Number.isInteger(version) && Number(version) >= 0)) throw invalid('Invalid version');
  return {
    state: state as ShadowUpdate['state'],
    version: version as number | undefined,
    clientToken: checkToken(clientToken),
  };
}

/** The `clientToken` of a request to get or delete, whose payload may be empty. @throws AwsError */
export function parseClientToken(payload: Uint8Array): string | undefined {
  if (payload.length === 0) return undefined;
  const json = parseJson(payload);
  if (!isObject(json)) throw invalid('Invalid JSON');
  return checkToken(json.clientToken);
}

/** Objects are merged key by key, `null` removes, everything else takes the place of what was there. */
export function merged(before: JsonObject, changes: JsonObject): JsonObject {
  const kept = Object.entries(before).filter(([key]) => !Object.hasOwn(changes, key));
  const changed = Object.entries(changes)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => {
      const old = own(before, key);
      return [key, isObject(value) ? merged(isObject(old) ? old : {}, value) : value] as const;
    });
  return Object.fromEntries([...kept, ...changed]);
}

/**
 * When each value was last set, in seconds since 1970: the shape of the state, `{ timestamp }` in place of a value.
 *
 * @param changes the part of `value` that is set now; the rest keeps what `before` says
 */
export function restamped(value: unknown, timestamp: number, changes: unknown, before?: unknown): unknown {
  if (changes === undefined) return before;
  if (Array.isArray(value)) return value.map((item) => restamped(item, timestamp, item));
  if (!isObject(value)) return value === null ? null : { timestamp };
  const of = (object: unknown, key: string) => (isObject(object) ? own(object, key) : undefined);
  const entries = Object.entries(value).map(
    ([key, item]) => [key, restamped(item, timestamp, of(changes, key), of(before, key))] as const,
  );
  return Object.fromEntries(entries);
}

/** What is desired and not, or otherwise, reported; undefined if nothing. With `values`, their counterparts of those. */
export function difference(desired: JsonObject, reported: JsonObject, values = desired): JsonObject | undefined {
  const differing = Object.entries(desired).flatMap(([key, wanted]) => {
    const [actual, value] = [own(reported, key), own(values, key)];
    if (isObject(wanted) && isObject(actual)) {
      const deeper = difference(wanted, actual, isObject(value) ? value : {});
      return deeper === undefined ? [] : [[key, deeper] as const];
    }
    return same(wanted, actual) ? [] : [[key, value] as const];
  });
  return differing.length === 0 ? undefined : Object.fromEntries(differing);
}

/** Nested keys count; their order does not. */
function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => same(item, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => same(one[key], own(other, key)));
}

function parseJson(payload: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch {
    const message = 'Unsupported documented encoding; supported encoding is UTF-8';
    throw new AwsError('UnsupportedDocumentEncodingException', message, 415);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('Invalid JSON');
  }
}

function checkToken(token: unknown): string | undefined {
  if (token === undefined) return undefined;
  if (typeof token === 'string' && Buffer.byteLength(token) <= LONGEST_TOKEN) return token;
  throw invalid('Invalid clientToken');
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/** Never what an object inherits: keys come from clients. */
function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidRequestException', message, 400);
}

export function tooLarge(): AwsError {
  return new AwsError('RequestEntityTooLargeException', 'The payload exceeds the maximum size allowed', 413);
}
