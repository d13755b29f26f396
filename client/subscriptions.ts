import { newAbort } from './abortable.js';
import { callListener } from './call-listener.js';
import type { MessageProperties } from './message-properties.js';
import type { MqttSession, QoS, ReceivedPacket } from './mqtt-session.js';
import { NotJsonError } from './not-json-error.js';
import type { Operation } from './outbox.js';
import type { AnswerOptions, Payload } from './publish-options.js';
import { covers } from './topic-limits.js';
import type { TopicParams } from './topic-parameters.js';
import { utf8Text } from './utf8-text.js';

/** What a handler is called with. */
export interface Message<Filter extends string = string> extends MessageProperties {
  /** On which it was published, without wildcards. */
  readonly topic: string;
  /** What the topic has in place of the names in the filter: `room` for `rooms/{room}/state`. */
  readonly params: TopicParams<Filter>;
  /** As it came; `text()` and `json()` read it. */
  readonly payload: Uint8Array;
  /** At which it was delivered: the lower one of publisher and subscription. */
  readonly qos: number;
  /** Whether AWS IoT had kept it from before the subscription. */
  readonly retain: boolean;
  /** It may have come before: QoS 1 delivers at least once. */
  readonly dup: boolean;
  /** The payload as UTF-8. */
  text(): string;
  /**
   * The payload as JSON.
   *
   * @throws NotJsonError if it is not
   */
  json(): unknown;
  /**
   * Answers a request: publishes to the message's `responseTopic`, with its `correlationData`. Whoever asks chooses that
   * topic, so one who may publish more than they do looks at it first.
   *
   * @throws UnsupportedError when no answer is asked for; RangeError when it is asked for on a reserved topic (`$…`);
   * what `publish` throws
   */
  respond(payload: Payload, options?: AnswerOptions): Promise<void>;
}

/** As it comes, before anybody can answer it. */
export type HeardMessage = Omit<Message, 'respond'>;
type HeardHandler = (message: HeardMessage) => unknown;

/** What it throws, also by a promise, goes to the event `error`. */
export type MessageHandler<Filter extends string = string> = (message: Message<Filter>) => unknown;

interface Entry {
  readonly handlers: Set<HeardHandler>;
  qos: QoS;
  /** The SUBSCRIBE that is under way or has been acknowledged. */
  ready: Promise<void>;
  acknowledged: boolean;
  /** The broker may have heard of it. */
  isSent: boolean;
  /** Nobody wants it any more: a SUBSCRIBE that waits is taken back. */
  readonly over: AbortController;
}

/** Which handlers want which messages, and which filters the broker must know. */
export interface Subscriptions {
  /** Resolves when the broker has acknowledged the filter. */
  add(filter: string, handler: HeardHandler, qos: QoS): Promise<void>;
  /** True when nobody wants this filter any more, and the broker may know it. */
  remove(filter: string, handler: HeardHandler): boolean;
  dispatch(packet: ReceivedPacket): void;
  covers(topic: string): boolean;
  /** The broker has lost the session: every acknowledged filter is sent again. */
  renew(): void;
  filters(): string[];
  clear(): void;
}

export interface SubscriptionsOptions {
  readonly send: (operation: Operation) => Promise<void>;
  /** What goes wrong where no caller waits: a refused renewal, a handler that throws or whose promise rejects. */
  readonly onError: (error: unknown) => void;
}

export function createSubscriptions({ send, onError }: SubscriptionsOptions): Subscriptions {
  const entries = new Map<string, Entry>();

  const subscribe = (filter: string, entry: Entry, { urgent }: Pick<Operation, 'urgent'>) => {
    entry.acknowledged = false;
    entry.ready = send({ ...subscribeOperation(filter, entry), urgent }).then(
      () => {
        entry.acknowledged = true;
      },
      (error) => {
        if (entries.get(filter) === entry) entries.delete(filter);
        throw error;
      },
    );
    return entry.ready;
  };

  return {
    add(filter, handler, qos) {
      const known = entries.get(filter);
      if (known !== undefined && known.qos >= qos) {
        known.handlers.add(handler);
        return known.ready;
      }
      const handlers = new Set([...(known?.handlers ?? []), handler]);
      const unsent = { ready: Promise.resolve(), acknowledged: false, isSent: known?.isSent ?? false };
      const entry = { handlers, qos, ...unsent, over: newAbort() };
      entries.set(filter, entry);
      return subscribe(filter, entry, { urgent: false });
    },
    remove(filter, handler) {
      const entry = entries.get(filter);
      if (!entry?.handlers.delete(handler) || entry.handlers.size > 0) return false;
      entries.delete(filter);
      entry.over.abort();
      return entry.isSent;
    },
    dispatch(packet) {
      const message = messageOf(packet);
      for (const [filter, { handlers }] of entries) {
        if (!covers(filter, packet.topic)) continue;
        for (const handler of handlers) callListener(() => handler(message), onError);
      }
    },
    covers: (topic) => [...entries.keys()].some((filter) => covers(filter, topic)),
    renew() {
      for (const [filter, entry] of entries) {
        if (!entry.acknowledged) continue;
        const { signal } = entry.over;
        subscribe(filter, entry, { urgent: true }).catch((error) => signal.aborted || onError(error));
      }
    },
    filters: () => [...entries.keys()],
    clear: () => entries.clear(),
  };
}

function subscribeOperation(filter: string, entry: Entry): Omit<Operation, 'urgent'> {
  const send = (session: MqttSession) => {
    entry.isSent = true;
    return session.subscribe(filter, entry.qos);
  };
  return { action: 'iot:Subscribe', name: filter, send, publishes: 0, signal: entry.over.signal };
}

/** What a packet is for those who hear it. */
export function messageOf({ topic, payload, qos, retain, dup, properties }: ReceivedPacket): HeardMessage {
  const text = () => utf8Text(payload);
  const json = () => {
    try {
      return JSON.parse(text());
    } catch (error) {
      throw new NotJsonError(topic, error);
    }
  };
  return { ...properties, topic, params: {}, payload, qos, retain, dup, text, json };
}
