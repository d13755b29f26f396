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
  let known: string | undefined;
  const kept = createKeptStore<KeptWish, PresenceState>({
    none: NOT_PRESENT,
    // A topic is joined once; what is said there may change.
    isSame: () => true,
    keep(client, wish, set) {
      const said = () => {
        known = asJson(store.said.data);
        return store.said;
      };
      const change = (change: PresenceChange) => {
        if (store.isWanted()) store.onMemberChange?.(change);
      };
      const mine = keepPresent(client, wish, { said, change, set });
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
    announce() {
      if (present !== undefined && known !== asJson(store.said.data)) present.announce();
    },
  };
  return store;
}

/** Data is compared as what is sent, so that an object may be a new one at each render. */
export function asJson(data: unknown): string {
  try {
    return JSON.stringify(data ?? null) ?? 'null';
  } catch (error) {
    // It is refused when it is to be sent.
    return String(error);
  }
}
