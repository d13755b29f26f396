import type { IotClient } from '../index.js';
import type { ClientHolder } from './client-holder.js';

export interface KeptWish {
  readonly holder: ClientHolder;
  /** Topic or filter. */
  readonly name: string;
}

export interface KeptStoreOptions<Wish, State> {
  /** While nothing is wanted. */
  readonly none: State;
  /** Of two wishes for the same name. */
  readonly isSame: (one: Wish, other: Wish) => boolean;
  /** Gives what ends it. */
  readonly keep: (client: IotClient, wish: Wish, set: (change: Partial<State>) => void) => () => void;
}

/** What one hook has asked of the client, and keeps as long as its component is there. */
export interface KeptStore<Wish, State> {
  isWanted(): boolean;
  /** Of this name: one that was wanted before has nothing to do with it. */
  state(name: string | undefined | null): State;
  onChange(listener: () => void): () => void;
  /** Gives what takes it back. */
  want(wish: Wish): () => void;
}

export function createKeptStore<Wish extends KeptWish, State extends object>({
  none,
  isSame,
  keep,
}: KeptStoreOptions<Wish, State>): KeptStore<Wish, State> {
  const changes = new Set<() => void>();
  let state = none;
  let open: { readonly client: IotClient; readonly wish: Wish; readonly end: () => void } | undefined;
  let isWanted = false;

  const set = (change: Partial<State>) => {
    state = { ...state, ...change };
    for (const listener of [...changes]) listener();
  };

  return {
    isWanted: () => isWanted,
    state: (name) => (name === open?.wish.name ? state : none),
    onChange(listener) {
      changes.add(listener);
      return () => changes.delete(listener);
    },
    want(wish) {
      const client = wish.holder.current();
      // It could not be made, which the provider tells.
      if (client === undefined) return () => undefined;
      isWanted = true;
      if (open?.client !== client || open.wish.name !== wish.name || !isSame(open.wish, wish)) {
        open?.end();
        state = none;
        open = { wish, client, end: keep(client, wish, set) };
        set({});
      }
      const mine = open;
      return () => {
        isWanted = false;
        // StrictMode takes effects back and runs them again at once: that is no reason to leave the topic.
        void Promise.resolve().then(() => {
          if (isWanted || open !== mine) return;
          open = undefined;
          mine.end();
          set(none);
        });
      };
    },
  };
}
