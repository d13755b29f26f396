import type { IotClient, Message, Subscription } from '../../client/index.js';
import { MESSAGE_ID } from '../messages/message-id.js';
import { contentOf } from '../messages/payload.js';
import { readingsOf } from '../messages/readings.js';
import type { Logbook } from './logbook.js';
import type { SessionState } from './session-state.js';
import type { Store } from './store.js';

/** What one user subscribes to, gets and publishes; refusals are told, not thrown. */
export interface TopicsOfUser {
  /** @returns whether it went well */
  subscribe(filter: string): Promise<boolean>;
  unsubscribe(filter: string): Promise<void>;
  /** Counts a message at QoS 1 as unsent while it is being published. @returns whether it went well */
  whilePublishing(qos: 0 | 1, publishing: () => Promise<void>): Promise<boolean>;
  clearMessages(): void;
  /** The client they were made with is gone. */
  forget(): void;
}

export interface TopicsOfUserOptions {
  readonly store: Store<SessionState>;
  readonly logbook: Logbook;
  /** @throws Error while nobody is signed in */
  readonly client: () => IotClient;
}

const SHOWN_MESSAGES = 100;
/** Milliseconds that the plot looks back. */
const PLOTTED_MS = 60_000;
/** A few each second. */
const KEPT_READINGS = 1000;

export function createTopicsOfUser({ store, logbook, client }: TopicsOfUserOptions): TopicsOfUser {
  const open = new Map<string, Subscription>();
  /** Filters that overlap are told of the same message, each in an object of its own. */
  const seen = new WeakSet<Uint8Array>();
  let nextId = 1;

  const onMessage = (filter: string, message: Message) => {
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
      subscriptions: subscriptions.map((one) => (one.filter === filter ? { ...one, received: one.received + 1 } : one)),
    }));
  };

  const showTopics = () => {
    const active = store.get().subscriptions.filter(({ status }) => status === 'active').length;
    if (active === 0) logbook.step('topics', 'waiting');
    else logbook.step('topics', 'done', active === 1 ? '1 subscription' : `${active} subscriptions`);
  };

  const remove = (filter: string) =>
    store.update(({ subscriptions }) => ({ subscriptions: subscriptions.filter((one) => one.filter !== filter) }));

  return {
    subscribe(filter) {
      if (open.has(filter)) return Promise.resolve(true);
      store.update(({ subscriptions }) => {
        const before = subscriptions.find((one) => one.filter === filter);
        const waiting = { filter, status: 'waiting' as const, received: before?.received ?? 0 };
        return { subscriptions: [...subscriptions.filter((one) => one !== before), waiting] };
      });
      return logbook.attempt('subscribe', async () => {
        try {
          open.set(filter, await client().subscribe(filter, (message) => onMessage(filter, message)));
          store.update(({ subscriptions }) => ({
            subscriptions: subscriptions.map((one) => (one.filter === filter ? { ...one, status: 'active' } : one)),
          }));
          logbook.tell(`Subscribed to ${filter}`, 'good');
        } catch (error) {
          remove(filter);
          throw error;
        } finally {
          showTopics();
        }
      });
    },
    async unsubscribe(filter) {
      const subscription = open.get(filter);
      open.delete(filter);
      remove(filter);
      showTopics();
      await logbook.attempt('subscribe', async () => subscription?.unsubscribe());
      logbook.tell(`Unsubscribed from ${filter}`);
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
    forget: () => open.clear(),
  };
}
