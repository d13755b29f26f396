import { UnsupportedError } from '../base/errors.js';
import { mayBeVariable } from './condition-keys.js';

/** Values that policy variables take in one request, by lower-case name: `cognito-identity.amazonaws.com:sub`, `iot:clientid`. */
export type Variables = ReadonlyMap<string, readonly string[]>;

/** One piece of a pattern: text that stands for itself, a wildcard, or a policy variable with its default value. */
type Part =
  | { readonly text: string }
  | { readonly wildcard: '*' | '?' }
  | { readonly variable: string; readonly fallback: string | undefined };

/** Text of a policy in which `*` and `?` are wildcards and `${…}` a variable; MQTT's `+` and `#` stand for themselves. */
export interface WildcardPattern {
  readonly source: string;
  /** One list for each part of an ARN, or a single list for other text. */
  readonly segments: readonly (readonly Part[])[];
}

export interface PatternOptions {
  /** An ARN is matched part by part, since a wildcard does not span the colons between its parts. @default false */
  readonly asArn?: boolean;
  /** Whether `*` and `?` are wildcards; otherwise they stand for themselves. @default true */
  readonly wildcards?: boolean;
  /** The policy, for a refusal. */
  readonly where?: string;
}

/** `arn:partition:service:region:account:resource`. */
export const ARN_SEGMENTS = 6;

/**
 * Reads one string of a policy.
 *
 * @throws UnsupportedError naming a variable that cannot be read, or whose value nobody here knows
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function parsePattern(source: string, options: PatternOptions = {}): WildcardPattern {
  const parts = parseParts(source, options);
  const segments = options.asArn && source.startsWith('arn:') ? splitAtColons(parts) : [parts];
  return { source, segments };
}

/**
 * Whether `text`, taken literally, is covered by the pattern. A variable without a value is equal to nothing and like
 * nothing, so a pattern with one covers nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
 */
export function matches(pattern: WildcardPattern, text: string, variables: Variables): boolean {
  const isArn = pattern.segments.length > 1;
  const texts = isArn ? splitArn(text) : [text];
  if (texts.length !== pattern.segments.length) return false;
  return pattern.segments.every((parts, index) => {
    const symbols = substitute(parts, variables);
    return symbols !== undefined && glob(symbols, texts[index] ?? '');
  });
}

/** The text of a pattern without wildcards, its variables filled in; undefined if one has no value. */
export function resolve({ segments }: WildcardPattern, variables: Variables): string | undefined {
  const glyphs = substitute(segments.flat(), variables);
  return glyphs?.map((glyph) => (typeof glyph === 'string' ? glyph : glyph.description)).join('');
}

const ANY = Symbol('*');
const ONE = Symbol('?');
type Glyph = string | typeof ANY | typeof ONE;

function parseParts(source: string, { wildcards = true, where = 'a policy' }: PatternOptions): Part[] {
  const parts: Part[] = [];
  for (const [piece, variable] of source.matchAll(/\$\{([^}]*)\}|[*?]|[^*?$]+|\$/g)) {
    if (wildcards && (piece === '*' || piece === '?')) parts.push({ wildcard: piece });
    else if (variable !== undefined) parts.push(parseVariable(variable, where));
    else parts.push({ text: piece });
  }
  const unclosed = source.replaceAll(/\$\{[^}]*\}/g, '').includes('${');
  if (unclosed) throw new UnsupportedError(`the variable that is never closed in "${source}" in ${where}`);
  return parts;
}

/** What stands between `${` and `}`: a key, and its default value in single quotes if it has one. */
function parseVariable(inside: string, where: string): Part {
  // `${*}`, `${?}` and `${$}` are how a policy writes those characters themselves.
  if (inside === '*' || inside === '?' || inside === '$') return { text: inside };
  const [, name, fallback] = /^([^,']+?)(?:, *'([^']*)')?$/.exec(inside) ?? [];
  const variable = name?.trim().toLowerCase() ?? '';
  if (mayBeVariable(variable)) return { variable, fallback };
  throw new UnsupportedError(`the policy variable \${${inside}} in ${where}`);
}

/** The first five colons of literal text part an ARN; colons inside a variable's name do not. */
function splitAtColons(parts: readonly Part[]): Part[][] {
  const segments: Part[][] = [[]];
  for (const part of parts) {
    let rest = 'text' in part ? part.text : undefined;
    if (rest === undefined) {
      segments.at(-1)?.push(part);
      continue;
    }
    while (segments.length < ARN_SEGMENTS && rest.includes(':')) {
      const colon = rest.indexOf(':');
      segments.at(-1)?.push({ text: rest.slice(0, colon) });
      segments.push([]);
      rest = rest.slice(colon + 1);
    }
    segments.at(-1)?.push({ text: rest });
  }
  return segments;
}

function splitArn(text: string): string[] {
  const pieces = text.split(':');
  return [...pieces.slice(0, ARN_SEGMENTS - 1), pieces.slice(ARN_SEGMENTS - 1).join(':')];
}

/** Undefined when a variable has neither a value nor a default. */
function substitute(parts: readonly Part[], variables: Variables): Glyph[] | undefined {
  const glyphs: Glyph[] = [];
  for (const part of parts) {
    if ('wildcard' in part) glyphs.push(part.wildcard === '*' ? ANY : ONE);
    else if ('text' in part) glyphs.push(...part.text);
    else {
      const [value = part.fallback] = variables.get(part.variable) ?? [];
      if (value === undefined) return undefined;
      glyphs.push(...value);
    }
  }
  return glyphs;
}

/** Greedy matching with one step back to the last `*`: no regular expression, so no text can make it slow. */
function glob(pattern: readonly Glyph[], text: string): boolean {
  const characters = [...text];
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < characters.length) {
    if (pattern[p] === ANY) {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === ONE || pattern[p] === characters[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === ANY) p++;
  return p === pattern.length;
}
