import type { Message, MessageHandler } from '../index.js';
import { keepSubscribed } from './keep-subscribed.js';
import { createKeptStore, type KeptStore } from './kept-store.js';
import { NOT_SUBSCRIBED, type SubscriptionState, type Wanted } from './subscription-state.js';

/** What one hook has subscribed to. */
export interface SubscriptionStore extends KeptStore<Wanted, SubscriptionState> {
  /** What messages go to; without one the last message is kept. */
  handler: MessageHandler | undefined;
}

export function createSubscriptionStore(): SubscriptionStore {
  const kept = createKeptStore<Wanted, SubscriptionState>({
    none: NOT_SUBSCRIBED,
    isSame: (one, other) => one.qos === other.qos,
    keep(client, wanted, set) {
      const receive = (message: Message) => {
        if (!store.isWanted()) return undefined;
        return store.handler ? store.handler(message) : set({ message });
      };
      return keepSubscribed(client, wanted, { receive, set });
    },
  });
  const store: SubscriptionStore = { ...kept, handler: undefined };
  return store;
}
