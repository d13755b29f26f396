export interface Window {
  readonly first: number;
  /** One behind the last. */
  readonly end: number;
}

/** A screen and a half more on both sides, so that scrolling finds rows and not gaps. */
const SPARE_ROWS = 12;

/** Which of many rows of one height are drawn. */
export function visibleRows(scrollTop: number, viewHeight: number, rowHeight: number, count: number): Window {
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight) - SPARE_ROWS));
  const end = Math.min(count, Math.ceil((scrollTop + viewHeight) / rowHeight) + SPARE_ROWS);
  return { first, end: Math.max(first, end) };
}

/** How many rows have come in front of the one that was first; 0 where that one is no longer there. */
export function rowsInFront<T>(keys: readonly T[], formerFirst: T | undefined): number {
  return formerFirst === undefined ? 0 : Math.max(0, keys.indexOf(formerFirst));
}
