import type { IotClient, Message, MessageHandler } from '../index.js';
import { keepSubscribed } from './keep-subscribed.js';
import { NOT_SUBSCRIBED, type SubscriptionState, type Wanted } from './subscription-state.js';

/** What one hook has subscribed to. */
export interface SubscriptionStore {
  /** What messages go to; without one the last message is kept. */
  handler: MessageHandler | undefined;
  /** Of this filter: one that was wanted before has nothing to do with it. */
  state(filter: string | undefined | null): SubscriptionState;
  onChange(listener: () => void): () => void;
  /** Gives what takes it back. */
  want(wanted: Wanted): () => void;
}

interface Open extends Wanted {
  readonly client: IotClient;
  readonly end: () => void;
}

export function createSubscriptionStore(): SubscriptionStore {
  const changes = new Set<() => void>();
  let state = NOT_SUBSCRIBED;
  let open: Open | undefined;
  let isWanted = false;

  const set = (change: Partial<SubscriptionState>) => {
    state = { ...state, ...change };
    for (const listener of [...changes]) listener();
  };

  const receive = (message: Message) => {
    if (!isWanted) return undefined;
    return store.handler ? store.handler(message) : set({ message });
  };

  const store: SubscriptionStore = {
    handler: undefined,
    state: (filter) => (filter === open?.filter ? state : NOT_SUBSCRIBED),
    onChange(listener) {
      changes.add(listener);
      return () => changes.delete(listener);
    },
    want(wanted) {
      const { holder, filter, qos } = wanted;
      const client = holder.current();
      // It could not be made, which the provider tells.
      if (client === undefined) return () => undefined;
      isWanted = true;
      if (open?.client !== client || open.filter !== filter || open.qos !== qos) {
        open?.end();
        state = NOT_SUBSCRIBED;
        open = { ...wanted, client, end: keepSubscribed(client, wanted, { receive, set }) };
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
          set(NOT_SUBSCRIBED);
        });
      };
    },
  };
  return store;
}
