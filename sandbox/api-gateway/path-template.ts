/** The path of a resource or a route: `/things/{thing}`, `/files/{proxy+}`. */
export interface PathTemplate {
  readonly template: string;
  readonly segments: readonly Segment[];
}

type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string }
  /** Takes all that is left, which is one segment at least. */
  | { readonly kind: 'greedy'; readonly name: string };

export function parsePathTemplate(template: string): PathTemplate {
  return { template, segments: segmentsOf(template).map(parseSegment) };
}

/**
 * The parameters of a path that the template covers, decoded; undefined for one that it does not cover.
 *
 * @param path as it was sent, still percent-encoded
 */
export function matchPath({ segments }: PathTemplate, path: string): Record<string, string> | undefined {
  const given = segmentsOf(path);
  const isGreedy = segments.at(-1)?.kind === 'greedy';
  if (isGreedy ? given.length < segments.length : given.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = segment.kind === 'greedy' ? given.slice(index).join('/') : (given[index] ?? '');
    const text = decodedPath(value);
    if (segment.kind === 'text' ? text !== segment.text : text === '') return undefined;
    if (segment.kind !== 'text') parameters[segment.name] = text;
  }
  return parameters;
}

const RANK = { text: 0, parameter: 1, greedy: 2 } as const;

/** Sorts what is more specific to the front: text before a parameter before what takes all, from left to right. */
export function bySpecificity({ segments: one }: PathTemplate, { segments: other }: PathTemplate): number {
  for (const [index, segment] of one.entries()) {
    const opposite = other[index];
    if (opposite === undefined) break;
    const difference = RANK[segment.kind] - RANK[opposite.kind];
    if (difference !== 0) return difference;
  }
  return other.length - one.length;
}

/** A path with its percent-encoding taken off, but of segments whose encoding is broken, as in `matchPath`. */
export function decodedPath(path: string): string {
  return path.split('/').map(decoded).join('/');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function segmentsOf(path: string): string[] {
  return path === '/' || path === '' ? [] : path.replace(/^\//, '').split('/');
}

function parseSegment(text: string): Segment {
  const [, name, greedy] = /^\{([^{}+]+)(\+?)\}$/.exec(text) ?? [];
  if (name === undefined) return { kind: 'text', text };
  return { kind: greedy === '+' ? 'greedy' : 'parameter', name };
}
