/** Values that policy variables take in one request, by lower-case name: `cognito-identity.amazonaws.com:sub`, `iot:clientid`. */
export type Variables = ReadonlyMap<string, readonly string[]>;

/** One piece of a pattern: text that stands for itself, a wildcard, or a policy variable. */
type Part = { readonly text: string } | { readonly wildcard: '*' | '?' } | { readonly variable: string };

/** Text of a policy in which `*` and `?` are wildcards and `${…}` a variable; MQTT's `+` and `#` stand for themselves. */
export interface WildcardPattern {
  readonly source: string;
  /** One list for each part of an ARN, or a single list for other text. */
  readonly segments: readonly (readonly Part[])[];
}

/** `arn:partition:service:region:account:resource`. */
export const ARN_SEGMENTS = 6;

/**
 * Reads one string of a policy.
 *
 * @param asArn an ARN is matched part by part, since a wildcard does not span the colons between its parts
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function parsePattern(source: string, { asArn = false } = {}): WildcardPattern {
  const parts = parseParts(source);
  const segments = asArn && source.startsWith('arn:') ? splitAtColons(parts) : [parts];
  return { source, segments };
}

/**
 * Whether `text`, taken literally, is covered by the pattern.
 * A variable without a value, or with several, makes the pattern match nothing: `undefined` tells that apart from a plain no.
 */
export function matches(pattern: WildcardPattern, text: string, variables: Variables): boolean | undefined {
  const isArn = pattern.segments.length > 1;
  const texts = isArn ? splitArn(text) : [text];
  if (texts.length !== pattern.segments.length) return false;
  let unresolved = false;
  const matched = pattern.segments.every((parts, index) => {
    const symbols = substitute(parts, variables);
    if (symbols === undefined) {
      unresolved = true;
      return true;
    }
    return glob(symbols, texts[index] ?? '');
  });
  if (!matched) return false;
  return unresolved ? undefined : true;
}

const ANY = Symbol('*');
const ONE = Symbol('?');
type Glyph = string | typeof ANY | typeof ONE;

function parseParts(source: string): Part[] {
  const parts: Part[] = [];
  for (const [piece, name] of source.matchAll(/\$\{([^}]*)\}|[*?]|[^*?$]+|\$/g)) {
    if (piece === '*' || piece === '?') parts.push({ wildcard: piece });
    else if (name === undefined) parts.push({ text: piece });
    // `${*}`, `${?}` and `${$}` are how a policy writes those characters themselves.
    else if (name === '*' || name === '?' || name === '$') parts.push({ text: name });
    else parts.push({ variable: name.trim().toLowerCase() });
  }
  return parts;
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

function substitute(parts: readonly Part[], variables: Variables): Glyph[] | undefined {
  const glyphs: Glyph[] = [];
  for (const part of parts) {
    if ('wildcard' in part) glyphs.push(part.wildcard === '*' ? ANY : ONE);
    else if ('text' in part) glyphs.push(...part.text);
    else {
      const values = variables.get(part.variable);
      if (values?.length !== 1) return undefined;
      glyphs.push(...(values[0] as string));
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
