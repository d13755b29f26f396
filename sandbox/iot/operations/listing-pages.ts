import { z } from 'zod';

const size = z.coerce.number().int().min(1).max(250).default(250);
const start = z.coerce.number().int().min(0).default(0);

/** Older operations name their pages so; newer ones as `tokenPages`. */
export const markerPages = { pageSize: size, marker: start };

/** @see markerPages */
export const tokenPages = { maxResults: size, nextToken: start };

/** The same for pages of another size: up to 200 entries, these many where nobody says. */
export function dataPages(byDefault: number) {
  return { maxResults: z.coerce.number().int().min(1).max(200).default(byDefault), nextToken: start };
}

type Pages =
  | { readonly pageSize: number; readonly marker: number }
  | { readonly maxResults: number; readonly nextToken: number };

export const isAscendingOrder = z.enum(['true', 'false']).default('false');

/** "In ascending creation order", if asked for so; without that AWS documents no order. @param items oldest first */
export function inCreationOrder<T>(items: readonly T[], asked: { readonly isAscendingOrder: string }): readonly T[] {
  return asked.isAscendingOrder === 'true' ? items : items.toReversed();
}

/** What the answer names is the place to go on from; pages have 1 to 250 entries. */
export function paginate<T>(items: readonly T[], pages: Pages): { page: T[]; next: Readonly<Record<string, string>> } {
  const [from, most, name] =
    'marker' in pages
      ? ([pages.marker, pages.pageSize, 'nextMarker'] as const)
      : ([pages.nextToken, pages.maxResults, 'nextToken'] as const);
  const page = items.slice(from, from + most);
  const end = from + page.length;
  return { page, next: end < items.length ? { [name]: String(end) } : {} };
}
