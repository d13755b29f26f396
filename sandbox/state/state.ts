import type { z } from 'zod';
import { type BeforeChange, createTable, type Kept, type Table } from './table.js';

/** The tables of one service: the shape of their records by name. What they hold is JSON. */
export type TableShapes = Readonly<Record<string, z.ZodType>>;

/** The tables of such shapes. */
export type Tables<S extends TableShapes> = {
  readonly [Name in keyof S]: Table<Kept<z.infer<S[Name]>>>;
};

/** The shapes of all services, by name. */
export type StateShapes = Readonly<Record<string, TableShapes>>;

export type State<S extends StateShapes> = { readonly [Service in keyof S]: Tables<S[Service]> };

/** Records by key, of each table by its whole name: `service.table`. */
export type Records = ReadonlyMap<string, ReadonlyMap<string, unknown>>;

/** All tables of a state, by whole name. */
export type NamedTables = ReadonlyMap<string, Table<unknown>>;

/** Tables with nothing in them, in memory alone. */
export function emptyTables<S extends TableShapes>(shapes: S): Tables<S> {
  // fromEntries forgets which name has which table.
  return Object.fromEntries(Object.keys(shapes).map((name) => [name, createTable()])) as unknown as Tables<S>;
}

/**
 * A state that begins with these records.
 *
 * @param hearing what hears of the changes of the table with this whole name
 */
export function createState<S extends StateShapes>(
  shapes: S,
  records: Records,
  hearing: (name: string) => BeforeChange,
): { readonly state: State<S>; readonly tables: NamedTables } {
  const tables = new Map<string, Table<unknown>>();
  const tableOf = (name: string) => {
    const table = createTable(new Map(records.get(name)), hearing(name));
    tables.set(name, table);
    return table;
  };
  const state = Object.entries(shapes).map(([service, ofService]) => {
    const entries = Object.keys(ofService).map((table) => [table, tableOf(wholeName(service, table))]);
    return [service, Object.fromEntries(entries)];
  });
  // As above: which service has which tables.
  return { state: Object.fromEntries(state) as State<S>, tables };
}

/** What the tables hold now, whatever becomes of them. */
export function recordsOf(tables: NamedTables): Records {
  return new Map([...tables].map(([name, table]) => [name, new Map(table.entries())]));
}

export const wholeName = (service: string, table: string) => `${service}.${table}`;
