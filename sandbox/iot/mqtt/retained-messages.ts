import { isExpired, keepable, type Message } from './message.js';

/** A message that greets whoever subscribes to its topic. */
export interface RetainedMessage {
  readonly message: Message;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}

export interface RetainedMessages {
  /** One without a payload takes the former away. */
  put(message: Message): void;
  /** Undefined also where it has expired. */
  get(topic: string): RetainedMessage | undefined;
  /** By topic, in the order of the alphabet. */
  list(): readonly RetainedMessage[];
}

/** @see https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt-retain */
export function createRetainedMessages(now: () => number): RetainedMessages {
  const byTopic = new Map<string, RetainedMessage>();
  const get = (topic: string) => {
    const found = byTopic.get(topic);
    if (found === undefined || !isExpired(found.message, now())) return found;
    byTopic.delete(topic);
    return undefined;
  };
  return {
    get,
    put(message) {
      if (message.payload.length === 0) byTopic.delete(message.topic);
      else byTopic.set(message.topic, { message: keepable(message), lastModified: now() });
    },
    list: () =>
      [...byTopic.keys()]
        .sort()
        .map(get)
        .filter((found) => found !== undefined),
  };
}
