import { AwsError } from '../../base/errors.js';

export interface Page<T> {
  readonly items: readonly T[];
  /** For the page after it; undefined on the last one. */
  readonly next: string | undefined;
}

/**
 * One page of a list. The token names the last item of the page before, so that what is deleted meanwhile shifts nothing.
 *
 * @param keyOf what items are ordered by; no two have the same
 * @throws AwsError for a token that is none of ours
 */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  { limit = 60, token }: { readonly limit?: number | undefined; readonly token?: string | undefined },
): Page<T> {
  const after = token === undefined ? undefined : keyOfToken(token);
  const keyed = all.map((item) => ({ item, key: keyOf(item) })).sort((one, other) => (one.key < other.key ? -1 : 1));
  const left = after === undefined ? keyed : keyed.filter(({ key }) => key > after);
  // AWS documents 0 as the least, and not what it means.
  const shown = left.slice(0, limit || 60);
  const last = shown.at(-1);
  const next = last === undefined || shown.length === left.length ? undefined : tokenOf(last.key);
  return { items: shown.map(({ item }) => item), next };
}

const tokenOf = (key: string) => Buffer.from(`after:${key}`).toString('base64url');

function keyOfToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (text.startsWith('after:')) return text.slice('after:'.length);
  throw new AwsError('InvalidParameterException', 'Invalid pagination token.');
}
