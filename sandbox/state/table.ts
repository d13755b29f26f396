/** JSON as a table holds it: read-only all the way down, since nobody would hear of a change in place. */
export type Kept<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer E)[]
      ? readonly Kept<E>[]
      : { readonly [K in keyof T]: Kept<Exclude<T[K], undefined>> };

/** Records by key, in the order in which the keys came. A record is changed by putting another in its place. */
export interface Table<T> {
  readonly size: number;
  get(key: string): T | undefined;
  /** @throws what the keeping of the change throws; then nothing has changed */
  put(key: string, record: T): void;
  /** @throws as `put` does */
  delete(key: string): void;
  keys(): IterableIterator<string>;
  values(): IterableIterator<T>;
  entries(): IterableIterator<[key: string, record: T]>;
  /**
   * Finds records by something else than their key, without looking at all of them.
   *
   * @param namesOf what a record can be found by, which follows from the record alone
   * @returns finds the records that have this name, oldest first
   */
  index(namesOf: (record: T) => readonly string[]): (name: string) => readonly T[];
  /** Calls back after each change. */
  watch(changed: () => void): void;
}

/** Hears of each change before it is made, and stops it by throwing. An undefined record is one that is deleted. */
export type BeforeChange = (key: string, record: unknown) => void;

export function createTable<T>(records = new Map<string, T>(), beforeChange: BeforeChange = () => undefined): Table<T> {
  const indexes: Index<T>[] = [];
  const watchers: (() => void)[] = [];

  return {
    get size() {
      return records.size;
    },
    get: (key) => records.get(key),
    put(key, record) {
      beforeChange(key, record);
      const before = records.get(key);
      records.set(key, record);
      for (const index of indexes) index.move(key, before, record);
      for (const changed of watchers) changed();
    },
    delete(key) {
      const before = records.get(key);
      if (before === undefined) return;
      beforeChange(key, undefined);
      records.delete(key);
      for (const index of indexes) index.move(key, before, undefined);
      for (const changed of watchers) changed();
    },
    watch: (changed) => void watchers.push(changed),
    keys: () => records.keys(),
    values: () => records.values(),
    entries: () => records.entries(),
    index(namesOf) {
      const index = createIndex(namesOf);
      for (const [key, record] of records) index.move(key, undefined, record);
      indexes.push(index);
      return (name) => [...index.find(name)].map((key) => records.get(key) as T);
    },
  };
}

interface Index<T> {
  move(key: string, before: T | undefined, after: T | undefined): void;
  find(name: string): Iterable<string>;
}

function createIndex<T>(namesOf: (record: T) => readonly string[]): Index<T> {
  const keys = new Map<string, Set<string>>();
  return {
    move(key, before, after) {
      const [old, now] = [before === undefined ? [] : namesOf(before), after === undefined ? [] : namesOf(after)];
      for (const name of old) {
        if (now.includes(name)) continue;
        const left = keys.get(name);
        left?.delete(key);
        if (left?.size === 0) keys.delete(name);
      }
      for (const name of now) {
        const found = keys.get(name) ?? new Set();
        keys.set(name, found.add(key));
      }
    },
    find: (name) => keys.get(name) ?? [],
  };
}
