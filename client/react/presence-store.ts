import type { PresenceChange } from '../index.js';
import { type KeptPresence, keepPresent, type Said } from './keep-present.js';
import { createKeptStore, type KeptStore, type KeptWish } from './kept-store.js';
import { NOT_PRESENT, type PresenceState } from './presence-state.js';

/** Where one hook is present. */
export interface PresenceStore extends KeptStore<KeptWish, PresenceState> {
  /** Of the last render. */
  said: Said;
  onMemberChange: ((change: PresenceChange) => unknown) | undefined;
  /** Tells the others what is said now, unless they know. */
  announce(): void;
}

export function createPresenceStore(): PresenceStore {
  let present: KeptPresence | undefined;
  const kept = createKeptStore<KeptWish, PresenceState>({
    none: NOT_PRESENT,
    // A topic is joined once; what is said there may change.
    isSame: () => true,
    keep(client, wish, set) {
      const change = (change: PresenceChange) => {
        if (store.isWanted()) store.onMemberChange?.(change);
      };
      const mine = keepPresent(client, wish, { said: () => store.said, change, set });
      present = mine;
      return () => {
        if (present === mine) present = undefined;
        mine.end();
      };
    },
  });
  const store: PresenceStore = {
    ...kept,
    said: { data: undefined, heartbeat: undefined },
    onMemberChange: undefined,
    announce: () => present?.announce(),
  };
  return store;
}
