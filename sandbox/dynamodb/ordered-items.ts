import type { Engine } from './engine.js';
import type { ItemState } from './item-tables.js';
import { type Item, indexesOf, keptName, type ServedTable, type TableIndex } from './served-table.js';

/** What is asked for in the order of keys, as dynalite asks a database. */
export interface KeyRange {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  /** -1 for all. */
  readonly limit: number;
}

export interface OrderedItems {
  /** @param indexName undefined for the table itself */
  read(table: ServedTable, indexName: string | undefined, range: KeyRange): readonly Item[];
  all(table: ServedTable): readonly Item[];
}

interface Entry {
  readonly key: string;
  readonly item: Item;
}

/**
 * Items in the order of the table, or of an index, by the keys that dynalite makes for them. What is read of one
 * partition costs no look at the others.
 */
export function createOrderedItems(tables: readonly ServedTable[], state: ItemState, db: Engine['db']): OrderedItems {
  const byKeptName = new Map(tables.map((table) => [keptName(table), table]));

  const entryOf = (table: ServedTable, index: TableIndex | undefined, item: Item): Entry | undefined => {
    if (index === undefined) return { key: db.createKey(item, table), item };
    if (!hasKeysOf(index, table, item)) return undefined;
    const [entry] = db.getIndexActions([index], undefined, item, table).puts;
    return entry === undefined ? undefined : { key: entry.key, item: withoutMissing(entry.item) };
  };
  const namesOf = (kept: string, item: Item) => {
    const table = byKeptName.get(kept);
    // Of a table that the template has no more, or with another key.
    if (table === undefined) return [];
    const partitions = [undefined, ...indexesOf(table)].flatMap((index) => {
      const entry = entryOf(table, index, item);
      return entry === undefined ? [] : [partitionName(kept, index?.IndexName, partitionOf(entry.key))];
    });
    return [kept, ...partitions];
  };
  const find = state.items.index(({ table, item }) => namesOf(table, item as Item));

  return {
    read(table, indexName, range) {
      const kept = keptName(table);
      const index = indexesOf(table).find(({ IndexName }) => IndexName === indexName);
      const partition = partitionOfRange(range);
      const records = find(partition === undefined ? kept : partitionName(kept, indexName, partition));
      const entries = records
        .flatMap(({ item }) => entryOf(table, index, item as Item) ?? [])
        .filter(({ key }) => isWithin(key, range))
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      if (range.reverse === true) entries.reverse();
      return entries.slice(0, range.limit < 0 ? undefined : range.limit).map(({ item }) => item);
    },
    all: (table) => find(keptName(table)).map(({ item }) => item as Item),
  };
}

/** An item without the index's attributes is not in the index, nor one that has them with another type. */
function hasKeysOf({ KeySchema }: TableIndex, { AttributeDefinitions }: ServedTable, item: Item): boolean {
  return KeySchema.every(({ AttributeName }) => {
    const type = AttributeDefinitions.find((one) => one.AttributeName === AttributeName)?.AttributeType ?? '';
    return item[AttributeName]?.[type] !== undefined;
  });
}

function withoutMissing(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
}

const partitionName = (kept: string, indexName = '', partition = '') => `${kept}/${indexName}/${partition}`;

/** The hash of the partition key and the key itself, which a key begins with; undefined for the beginning of a hash. */
function partitionOf(key: string): string | undefined {
  const parts = key.split('/');
  return parts.length < 3 ? undefined : `${parts[0]}/${parts[1]}`;
}

function partitionOfRange({ gt, gte = gt, lt, lte = lt }: KeyRange): string | undefined {
  const partition = partitionOf(gte ?? '');
  return partition === partitionOf(lte ?? '') ? partition : undefined;
}

function isWithin(key: string, { gt, gte, lt, lte }: KeyRange): boolean {
  return (
    (gt === undefined || key > gt) &&
    (gte === undefined || key >= gte) &&
    (lt === undefined || key < lt) &&
    (lte === undefined || key <= lte)
  );
}
