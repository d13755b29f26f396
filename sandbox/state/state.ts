import type { z } from 'zod';
import { createTable, type Kept, type Table } from './table.js';

/** The tables of one service: the shape of their records by name. What they hold is JSON. */
export type TableShapes = Readonly<Record<string, z.ZodType>>;

/** The tables of such shapes. */
export type Tables<S extends TableShapes> = {
  readonly [Name in keyof S]: Table<Kept<z.infer<S[Name]>>>;
};

/** The shapes of all services, by name. */
export type StateShapes = Readonly<Record<string, TableShapes>>;

export type State<S extends StateShapes> = { readonly [Service in keyof S]: Tables<S[Service]> };

/** Tables with nothing in them, in memory alone. */
export function emptyTables<S extends TableShapes>(shapes: S): Tables<S> {
  // fromEntries forgets which name has which table.
  return Object.fromEntries(Object.keys(shapes).map((name) => [name, createTable()])) as unknown as Tables<S>;
}

/** @see emptyTables */
export function emptyState<S extends StateShapes>(shapes: S): State<S> {
  const entries = Object.entries(shapes).map(([service, tables]) => [service, emptyTables(tables)]);
  // As above: which service has which tables.
  return Object.fromEntries(entries) as unknown as State<S>;
}
