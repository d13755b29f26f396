import { Stream } from 'node:stream';
import { AwsError } from '../base/errors.js';
import type { ActionName, Engine } from './engine.js';
import { holdItem } from './item-limits.js';
import type { ItemState } from './item-tables.js';
import { createOrderedItems, type KeyRange } from './ordered-items.js';
import { type Item, keptName, type ServedTable } from './served-table.js';

type Done<T = undefined> = (error: unknown, value?: T) => void;

export interface ItemStore {
  tableOf(tableName: string): ServedTable | undefined;
  /** The item of this key, which may stand in a whole item. */
  get(tableName: string, members: { readonly Key?: Item; readonly Item?: Item }): Item | undefined;
  sizeOf(table: ServedTable): { readonly ItemCount: number; readonly TableSizeBytes: number };
  /**
   * What dynalite takes for its database, for one action.
   *
   * @param onRead may refuse an item by throwing, before dynalite sees it
   */
  storeFor(action: ActionName, onRead: (item: Item) => void): DynaliteStore;
}

/** The part of dynalite's store that its actions use. */
export interface DynaliteStore {
  readonly options: { readonly maxItemSize: number };
  getTable(tableName: string, done: Done<ServedTable>): void;
  getItemDb(tableName: string): object;
  getIndexDb(kind: string, tableName: string, indexName: string): object;
  /** Hands out what was asked for, once whoever asked listens. */
  answerReads(): void;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const LARGEST_ITEM_BYTES = 400 * 1024;

/**
 * The items in the state. Whatever dynalite asks for is done before the call returns, so that nothing else happens
 * between a condition and the write that it allows, and what fails fails in the request.
 */
export function createItemStore(tables: readonly ServedTable[], state: ItemState, engine: Engine): ItemStore {
  const { db } = engine;
  const byName = new Map(tables.map((table) => [table.TableName, table]));
  const ordered = createOrderedItems(tables, state, db);

  const known = (tableName: string) => {
    const table = byName.get(tableName);
    if (table === undefined) throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
    return table;
  };
  const recordKey = (table: ServedTable, key: string) => `${keptName(table)}/${key}`;

  const storeFor: ItemStore['storeFor'] = (action, onRead) => {
    const reads: (() => void)[] = [];
    const read = (table: ServedTable, indexName: string | undefined) => (range: KeyRange) => {
      const items = ordered.read(table, indexName, range);
      items.forEach(onRead);
      // dynalite knows a stream by its class.
      const stream = new Stream();
      reads.push(() => {
        for (const item of items) stream.emit('data', item);
        stream.emit('end');
      });
      return stream;
    };
    return {
      options: { maxItemSize: LARGEST_ITEM_BYTES },
      getTable: (tableName, done) => done(null, known(tableName)),
      getItemDb(tableName) {
        const table = known(tableName);
        return {
          // Nobody else is at work.
          lock: (_key: string, work: (release: <F>(done: F) => F) => void) => work((done) => done),
          get(key: string, done: Done<Item>) {
            const item = state.items.get(recordKey(table, key))?.item as Item | undefined;
            if (item !== undefined) onRead(item);
            done(null, item);
          },
          put(key: string, item: Item, done: Done) {
            holdItem(item, table, engine, { action, largest: LARGEST_ITEM_BYTES });
            state.items.put(recordKey(table, key), { table: keptName(table), item });
            done(null);
          },
          del(key: string, done: Done) {
            state.items.delete(recordKey(table, key));
            done(null);
          },
          createValueStream: read(table, undefined),
        };
      },
      // What stands in an index follows from the items.
      getIndexDb: (_kind, tableName, indexName) => ({
        put: (_key: string, _item: Item, done: Done) => done(null),
        del: (_key: string, done: Done) => done(null),
        createValueStream: read(known(tableName), indexName),
      }),
      answerReads() {
        for (const answer of reads.splice(0)) answer();
      },
    };
  };

  return {
    tableOf: (tableName) => byName.get(tableName),
    get(tableName, { Key, Item: item = Key }) {
      const table = known(tableName);
      if (item === undefined) return undefined;
      return state.items.get(recordKey(table, db.createKey(item, table)))?.item as Item | undefined;
    },
    sizeOf(table) {
      const items = ordered.all(table);
      return { ItemCount: items.length, TableSizeBytes: items.reduce((sum, item) => sum + db.itemSize(item), 0) };
    },
    storeFor,
  };
}
