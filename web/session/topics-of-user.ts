import type { Message } from '../../client/index.js';
import { MESSAGE_ID } from '../messages/message-id.js';
import { contentOf } from '../messages/payload.js';
import { readingsOf } from '../messages/readings.js';
import type { Logbook } from './logbook.js';
import type { SessionState } from './session-state.js';
import type { Store } from './store.js';

/** What one user subscribes to, gets and publishes; refusals are told, not thrown. */
export interface TopicsOfUser {
  /** Puts it among those that the card keeps subscribed. */
  subscribe(filter: string): void;
  unsubscribe(filter: string): void;
  /** Whether the broker has acknowledged it. */
  showSubscription(filter: string, isSubscribed: boolean): void;
  refuseSubscription(filter: string, error: Error): Promise<void>;
  receive(filter: string, message: Message): void;
  /** Counts a message at QoS 1 as unsent while it is being published. @returns whether it went well */
  whilePublishing(qos: 0 | 1, publishing: () => Promise<void>): Promise<boolean>;
  clearMessages(): void;
}

export interface TopicsOfUserOptions {
  readonly store: Store<SessionState>;
  readonly logbook: Logbook;
}

const SHOWN_MESSAGES = 100;
/** Milliseconds that the plot looks back. */
const PLOTTED_MS = 60_000;
/** A few each second. */
const KEPT_READINGS = 1000;

export function createTopicsOfUser({ store, logbook }: TopicsOfUserOptions): TopicsOfUser {
  /** Filters that overlap are told of the same message, each in an object of its own. */
  const seen = new WeakSet<Uint8Array>();
  let nextId = 1;

  const showTopics = () => {
    const active = store.get().subscriptions.filter(({ status }) => status === 'active').length;
    if (active === 0) logbook.step('topics', 'waiting');
    else logbook.step('topics', 'done', active === 1 ? '1 subscription' : `${active} subscriptions`);
  };

  const remove = (filter: string) => {
    store.update(({ subscriptions }) => ({ subscriptions: subscriptions.filter((one) => one.filter !== filter) }));
    showTopics();
  };

  return {
    subscribe: (filter) =>
      store.update(({ subscriptions }) => ({
        subscriptions: subscriptions.some((one) => one.filter === filter)
          ? subscriptions
          : [...subscriptions, { filter, status: 'waiting', received: 0 }],
      })),
    unsubscribe(filter) {
      remove(filter);
      logbook.tell(`Unsubscribed from ${filter}`);
    },
    showSubscription(filter, isSubscribed) {
      const status = isSubscribed ? 'active' : 'waiting';
      const before = store.get().subscriptions.find((one) => one.filter === filter);
      if (before === undefined || before.status === status) return;
      store.update(({ subscriptions }) => ({
        subscriptions: subscriptions.map((one) => (one.filter === filter ? { ...one, status } : one)),
      }));
      if (isSubscribed) logbook.tell(`Subscribed to ${filter}`, 'good');
      showTopics();
    },
    async refuseSubscription(filter, error) {
      const { connection } = store.get();
      // It is the connection that was refused, which is told there; the next one asks for the filter again.
      if (connection === 'denied' || connection === 'closed') return;
      remove(filter);
      await logbook.refuse(error, 'subscribe');
    },
    receive(filter, message) {
      const time = Date.now();
      const { topic, payload, retain, qos } = message;
      const isNew = !seen.has(payload);
      seen.add(payload);
      // Retained, it is one more message with the same ID.
      const messageId = retain ? undefined : message.userProperties?.[MESSAGE_ID];
      if (isNew && typeof messageId === 'string' && store.get().messages.some((one) => one.messageId === messageId)) {
        return store.update(({ messages }) => ({
          messages: messages.map((one) => (one.messageId === messageId ? { ...one, times: one.times + 1 } : one)),
        }));
      }
      const content = contentOf(payload);
      const shown = { id: nextId++, messageId, times: 1, time, topic, content, retain, qos };
      const read = isNew ? readingsOf(topic, content, time) : [];
      store.update(({ messages, received, arrivals, readings, subscriptions }) => ({
        messages: isNew ? [shown, ...messages].slice(0, SHOWN_MESSAGES) : messages,
        received: received + (isNew ? 1 : 0),
        arrivals: [...arrivals.filter((one) => one.time > time - PLOTTED_MS), { time, filter }],
        readings: [...readings.filter((one) => one.time > time - PLOTTED_MS), ...read].slice(-KEPT_READINGS),
        subscriptions: subscriptions.map((one) =>
          one.filter === filter ? { ...one, received: one.received + 1 } : one,
        ),
      }));
    },
    async whilePublishing(qos, publishing) {
      const more = qos === 1 ? 1 : 0;
      store.update(({ unsent }) => ({ unsent: unsent + more }));
      const taken = await logbook.attempt('publish', publishing);
      // It was set to nothing when somebody else signed in.
      store.update(({ unsent }) => ({ unsent: Math.max(0, unsent - more) }));
      return taken;
    },
    clearMessages: () => store.update(() => ({ messages: [], received: 0, arrivals: [], readings: [] })),
  };
}
