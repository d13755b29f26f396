import type { TableShapes, Tables } from '../../sandbox/state/state.js';
import { createTable } from '../../sandbox/state/table.js';

/** The tables as another process would read them: through JSON, and checked. */
export function restoredTables<S extends TableShapes>(shapes: S, tables: Tables<S>): Tables<S> {
  const entries = Object.entries(shapes).map(([name, shape]) => {
    const records = [...(tables[name] as Tables<TableShapes>[string]).entries()];
    const restored = records.map(([key, record]) => [key, shape.parse(JSON.parse(JSON.stringify(record)))] as const);
    return [name, createTable(new Map(restored))];
  });
  return Object.fromEntries(entries) as Tables<S>;
}
