import type { UnsupportedError } from '../base/errors.js';
import type { ServedTables } from './serve-tables.js';

/**
 * Refuses whatever names a table of the template that is left out, as one that AWS has and the sandbox does not serve.
 *
 * @param unserved why, by the table's name
 */
export function refuseUnserved(served: ServedTables, unserved: ReadonlyMap<string, UnsupportedError>): ServedTables {
  const refuse = (table: string) => {
    // By ARN, too: the name is its last part.
    const why = unserved.get(table.split('/').at(-1) ?? '');
    if (why !== undefined) throw why;
  };
  return {
    async act(action, input, settings) {
      tablesOf(input).forEach(refuse);
      return served.act(action, input, settings);
    },
    describe(table) {
      refuse(table);
      return served.describe(table);
    },
  };
}

/** What is no name is not for this to refuse. */
function tablesOf(input: object): string[] {
  const { TableName, RequestItems } = input as { readonly TableName?: unknown; readonly RequestItems?: unknown };
  const several = typeof RequestItems === 'object' && RequestItems !== null ? Object.keys(RequestItems) : [];
  return typeof TableName === 'string' ? [TableName, ...several] : several;
}
