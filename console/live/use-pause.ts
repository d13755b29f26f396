import { useState } from 'react';
import { rowsInFront } from './visible-rows.js';

export interface Pause<T> {
  readonly shown: readonly T[];
  readonly isPaused: boolean;
  /** What came meanwhile. */
  readonly waiting: number;
  toggle(): void;
}

/** Holds a list still, newest first, for as long as somebody reads it. */
export function usePause<T extends { readonly key: string }>(rows: readonly T[]): Pause<T> {
  const [held, setHeld] = useState<readonly T[]>();
  return {
    shown: held ?? rows,
    isPaused: held !== undefined,
    waiting: held === undefined ? 0 : newRows(rows, held[0]?.key),
    toggle: () => setHeld(held === undefined ? rows : undefined),
  };
}

function newRows<T extends { readonly key: string }>(rows: readonly T[], formerFirst: string | undefined): number {
  if (formerFirst === undefined) return rows.length;
  const keys = rows.map(({ key }) => key);
  return keys.includes(formerFirst) ? rowsInFront(keys, formerFirst) : rows.length;
}
