import { z } from 'zod';

/** Rules of which each error text says what is allowed. */
export function text(pattern: RegExp, allowed: string) {
  return z.string(allowed).regex(pattern, allowed);
}

export function flag() {
  return z.boolean('true or false');
}

export function wholeNumber(from: number, to: number) {
  const allowed = `a whole number from ${from} to ${to}`;
  return z.int(allowed).min(from, allowed).max(to, allowed);
}

/** A list of the same, which may be empty unless `min` says otherwise. */
export function listOf<T extends z.ZodType>(one: T, allowed: string) {
  return z.array(one, allowed);
}

export const patterns = listOf(z.string('a text'), 'a list of patterns');

/** What a schema is behind its defaults: the keys of an object, the one element of a list. */
export interface SchemaParts {
  readonly schema: z.core.$ZodType;
  readonly keys?: Readonly<Record<string, z.core.$ZodType>>;
  readonly element?: z.core.$ZodType;
}

interface Definition {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
}

/** Takes off `optional`, `default`, `prefault` and what a value is turned into (`transform`). */
export function schemaParts(schema: z.core.$ZodType): SchemaParts {
  const { innerType, in: given, element, shape } = schema._zod.def as Definition;
  const inner = innerType ?? given;
  if (inner) return schemaParts(inner);
  return { schema, ...(shape && { keys: shape }), ...(element && { element }) };
}

/** The keys that the object at a path may have; none where there is no object. */
export function knownKeys(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const [first, ...rest] = path;
  const { keys, element } = schemaParts(schema);
  if (first === undefined) return Object.keys(keys ?? {});
  const next = typeof first === 'number' ? element : keys?.[String(first)];
  return next ? knownKeys(next, rest) : [];
}
