/** What somebody wants to see of a list; kept in the address, so that a link shows the same. */
export interface Filters {
  /** Words that all must be there. */
  readonly text: string;
  readonly refusedOnly: boolean;
  /** An identity ID. */
  readonly identity: string;
}

/** What a row says to the filters. */
export interface Filtered {
  readonly text: string;
  readonly refused?: boolean;
  readonly identity?: string | undefined;
}

export function filtersOf({ text = '', refused, identity = '' }: Readonly<Record<string, string>>): Filters {
  return { text, refusedOnly: refused === '1', identity };
}

export function queryOf({ text, refusedOnly, identity }: Filters): Record<string, string> {
  return {
    ...(text === '' ? {} : { text }),
    ...(refusedOnly ? { refused: '1' } : {}),
    ...(identity === '' ? {} : { identity }),
  };
}

export function filterRows<T extends Filtered>(rows: readonly T[], { text, refusedOnly, identity }: Filters): T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (!refusedOnly || row.refused === true) &&
      (identity === '' || row.identity === identity) &&
      (words.length === 0 || HAS_WORDS(row.text.toLowerCase(), words)),
  );
}

const HAS_WORDS = (text: string, words: readonly string[]) => words.every((word) => text.includes(word));
