// The parts that are used; the package brings no types.

declare module 'dynalite/db/index.js' {
  type Item = import('./served-table.js').Item;
  type ServedTable = import('./served-table.js').ServedTable;
  type KeyElement = import('./served-table.js').KeyElement;
  type TableIndex = import('./served-table.js').TableIndex;
  /** As it is thrown and handed on: with what is answered. */
  interface DynaliteError extends Error {
    readonly statusCode?: number;
    readonly body?: { readonly __type: string; readonly message?: string; readonly Message?: string };
  }
  const db: {
    validationError(message: string): DynaliteError;
    /** Undefined for an item that the table takes. */
    validateItem(item: Item, table: ServedTable): DynaliteError | undefined | null;
    /** Sorts as the table does: its partition, a slash, its sort key. */
    createKey(item: Item, table: ServedTable, keySchema?: readonly KeyElement[]): string;
    getIndexActions(
      indexes: readonly TableIndex[],
      existing: Item | undefined,
      item: Item | undefined,
      table: ServedTable,
    ): { readonly puts: readonly { readonly key: string; readonly item: Item }[] };
    itemSize(item: Item): number;
    mapPath(path: readonly (string | number)[], item: Item): Item[string] | undefined | null;
  };
  export default db;
}

declare module 'dynalite/validations/index.js' {
  const validations: {
    /** @returns what of the members has a type; throws DynaliteError */
    checkTypes(members: object, types: object): object;
    /** @returns what is wrong; writes numbers as DynamoDB does */
    validateAttributeValue(value: object): string | undefined | null;
    /** Parses the expressions into the members. Throws DynaliteError */
    checkValidations(members: object, types: object, custom: unknown, store: object): void;
  };
  export default validations;
}

declare module 'dynalite/validations/*' {
  const validation: { readonly types: object; readonly custom?: unknown };
  export default validation;
}

declare module 'dynalite/actions/*' {
  const action: (store: object, members: object, done: (error: unknown, result?: object) => void) => void;
  export default action;
}
