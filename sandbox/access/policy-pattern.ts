import { ARN_SEGMENTS } from '../iam/wildcard-pattern.js';

/**
 * Text of a policy for comparison with another: unlike the evaluator's patterns, any variable may stand in it, since
 * nothing has to be judged here.
 */
export interface PolicyPattern {
  /** One list for each part of an ARN, or a single one. */
  readonly segments: readonly (readonly Glyph[])[];
}

/** A character, `*`, `?`, or a variable, whose text is one that nobody knows, but always the same. */
type Glyph = string | typeof ANY | typeof ONE | { readonly variable: string };

const ANY = Symbol('*');
const ONE = Symbol('?');

export interface PatternKind {
  /** Matched part by part, as the evaluator does. @default false */
  readonly asArn?: boolean;
  /** @default true */
  readonly wildcards?: boolean;
}

export function policyPattern(text: string, { asArn = false, wildcards = true }: PatternKind = {}): PolicyPattern {
  const glyphs = glyphsOf(text, wildcards);
  return { segments: asArn && text.startsWith('arn:') ? splitAtColons(glyphs) : [inOrder(glyphs)] };
}

/** Whether the one covers whatever the other covers, whatever the variables are; where it is not certain, it does not. */
export function contains(wide: PolicyPattern, narrow: PolicyPattern): boolean {
  if (coversAll(wide)) return true;
  if (wide.segments.length !== narrow.segments.length) return false;
  return wide.segments.every((segment, index) => absorbs(segment, narrow.segments[index] ?? []));
}

/** Whether some text may be covered by both; where it is not certain that none is, the answer is yes. */
export function mayMeet(a: PolicyPattern, b: PolicyPattern): boolean {
  if (a.segments.length !== b.segments.length) return true;
  return a.segments.every((segment, index) => {
    const [one, other] = withoutCommon(segment, b.segments[index] ?? []);
    return meet(one, other);
  });
}

/** A lone `*`: every resource, ARN or not. */
function coversAll({ segments }: PolicyPattern): boolean {
  return segments.length === 1 && segments[0]?.length === 1 && segments[0][0] === ANY;
}

function glyphsOf(text: string, wildcards: boolean): Glyph[] {
  const glyphs: Glyph[] = [];
  for (const [piece, variable] of text.matchAll(/\$\{([^}]*)\}|[*?]|[^*?$]+|\$/g)) {
    if (variable !== undefined) glyphs.push(/^[*?$]$/.test(variable) ? variable : { variable: normal(variable) });
    else if (wildcards && piece === '*') glyphs.push(ANY);
    else if (wildcards && piece === '?') glyphs.push(ONE);
    else glyphs.push(...piece);
  }
  return glyphs;
}

/** Keys are not case-sensitive, default values are. */
function normal(variable: string): string {
  const [key = '', ...fallback] = variable.split(',');
  return [key.trim().toLowerCase(), ...fallback].join(',');
}

function splitAtColons(glyphs: readonly Glyph[]): Glyph[][] {
  const segments: Glyph[][] = [[]];
  for (const glyph of glyphs) {
    if (glyph === ':' && segments.length < ARN_SEGMENTS) segments.push([]);
    else segments.at(-1)?.push(glyph);
  }
  return segments.map(inOrder);
}

/** `*?*` is `?*`: what covers the same is written the same. */
function inOrder(glyphs: readonly Glyph[]): Glyph[] {
  const ordered: Glyph[] = [];
  let any = false;
  for (const glyph of glyphs) {
    if (glyph === ANY) any = true;
    else if (glyph === ONE) ordered.push(ONE);
    else {
      if (any) ordered.push(ANY);
      any = false;
      ordered.push(glyph);
    }
  }
  if (any) ordered.push(ANY);
  return ordered;
}

/** Each glyph of `narrow` has to be taken up by one of `wide`: `*` takes any, `?` one character, others their like. */
function absorbs(wide: readonly Glyph[], narrow: readonly Glyph[]): boolean {
  return pairwise(wide, narrow, (w, n) => {
    if (w === ANY) return n === undefined ? ['wide'] : ['wide', 'narrow'];
    if (w === undefined || n === undefined) return [];
    const takes = w === ONE ? n === ONE || typeof n === 'string' : same(w, n);
    return takes ? ['both'] : [];
  });
}

/** What both begin and end with is the same text in one request, whatever a variable's is. */
function withoutCommon(a: readonly Glyph[], b: readonly Glyph[]): [readonly Glyph[], readonly Glyph[]] {
  const isCommon = (x: Glyph | undefined, y: Glyph | undefined) =>
    x !== undefined && y !== undefined && x !== ANY && x !== ONE && same(x, y);
  let start = 0;
  while (isCommon(a[start], b[start])) start += 1;
  let [one, other] = [a.slice(start), b.slice(start)];
  while (isCommon(one.at(-1), other.at(-1))) [one, other] = [one.slice(0, -1), other.slice(0, -1)];
  return [one, other];
}

/** A variable may have any text here. */
function meet(a: readonly Glyph[], b: readonly Glyph[]): boolean {
  const repeats = (glyph: Glyph | undefined) => glyph === ANY || (typeof glyph === 'object' && glyph !== null);
  return pairwise(a, b, (left, right) => {
    const steps: Step[] = [];
    if (repeats(left)) steps.push('wide', ...(right === undefined ? [] : (['narrow'] as const)));
    if (repeats(right)) steps.push('narrow', ...(left === undefined ? [] : (['wide'] as const)));
    if (steps.length > 0 || left === undefined || right === undefined) return steps;
    return left === ONE || right === ONE || left === right ? ['both'] : [];
  });
}

/** Which of the two goes on by one glyph. */
type Step = 'wide' | 'narrow' | 'both';

/** Whether some way of going on takes both to their end: each pair of places is looked at once. */
function pairwise(
  wide: readonly Glyph[],
  narrow: readonly Glyph[],
  next: (wide: Glyph | undefined, narrow: Glyph | undefined) => readonly Step[],
): boolean {
  const seen = new Set<number>([0]);
  const open: [number, number][] = [[0, 0]];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const [w, n] = place;
    if (w === wide.length && n === narrow.length) return true;
    for (const step of next(wide[w], narrow[n])) {
      const to: [number, number] = [step === 'narrow' ? w : w + 1, step === 'wide' ? n : n + 1];
      const key = to[0] * (narrow.length + 1) + to[1];
      if (to[0] > wide.length || to[1] > narrow.length || seen.has(key)) continue;
      seen.add(key);
      open.push(to);
    }
  }
  return false;
}

function same(a: Glyph, b: Glyph): boolean {
  if (typeof a === 'object' && typeof b === 'object') return a.variable === b.variable;
  return a === b;
}
