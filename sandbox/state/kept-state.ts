import { createState, type NamedTables, type Records, recordsOf, type State, type StateShapes } from './state.js';

/** A state that is kept, and can give way to another. */
export interface KeptState<S extends StateShapes> {
  /** The one that counts. */
  readonly state: State<S>;
  /** What the state that counts holds now. */
  records(): Records;
  /**
   * Another state that begins with these records, to take the place of the one that counts. That one takes no change
   * from now on, and again if the other is abandoned.
   */
  succeed(records: Records): NextState<S>;
  /** Gives back what it is kept in; what would change the state afterwards throws. */
  close(): void;
}

export interface NextState<S extends StateShapes> {
  readonly state: State<S>;
  /** From now on this one counts. @throws what the keeping of it throws; then nothing has changed */
  commit(): void;
  abandon(): void;
}

/** Where changes are kept before they are made. */
export interface Keeper {
  /** One change of the state that counts; no record for one that is deleted. */
  append(change: readonly [name: string, key: string, record?: unknown], tables: NamedTables): void;
  /** All of the state that will count, in the place of what was kept. */
  replace(tables: NamedTables): void;
  close(): void;
}

/** `next` until it is committed: nothing of it is kept. `ended` where another has its place, or is about to. */
type Standing = 'next' | 'counts' | 'ended';

interface Heir<S extends StateShapes> {
  readonly state: State<S>;
  readonly tables: NamedTables;
  standing: Standing;
}

/**
 * @param superseded what is thrown to whoever would change a state that counts no more
 */
export function createKeptState<S extends StateShapes>(
  shapes: S,
  first: Records,
  keeper: Keeper,
  superseded: () => Error,
): KeptState<S> & { readonly tables: NamedTables } {
  const create = (records: Records, begun: Standing): Heir<S> => {
    const made = createState(shapes, records, (name) => (key, record) => {
      if (heir.standing === 'ended') throw superseded();
      if (heir.standing === 'counts')
        keeper.append(record === undefined ? [name, key] : [name, key, record], heir.tables);
    });
    const heir: Heir<S> = { ...made, standing: begun };
    return heir;
  };

  let current = create(first, 'counts');
  return {
    get state() {
      return current.state;
    },
    get tables() {
      return current.tables;
    },
    records: () => recordsOf(current.tables),
    succeed(records) {
      const next = create(records, 'next');
      const before = current;
      before.standing = 'ended';
      return {
        state: next.state,
        commit() {
          keeper.replace(next.tables);
          next.standing = 'counts';
          current = next;
        },
        abandon() {
          next.standing = 'ended';
          before.standing = 'counts';
        },
      };
    },
    close: keeper.close,
  };
}
