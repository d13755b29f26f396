import type { MessageProperties } from './message-properties.js';

/**
 * Where unsent messages are kept: `AsyncStorage` of React Native as it is, or anything else that keeps texts by keys. One
 * client at a time may use it for a user, unless there are Web Locks.
 */
export interface OutboxStore {
  /** All keys, of other apps too. */
  getAllKeys(): Promise<readonly string[]>;
  /** Nothing where there is none. */
  getItem(key: string): Promise<string | null | undefined>;
  /** Resolves when it is kept. */
  setItem(key: string, value: string): Promise<unknown>;
  /** Resolves when it is gone, also if it was not there. */
  removeItem(key: string): Promise<unknown>;
}

/** How much is kept, and where. */
export interface OutboxOptions {
  /** @default IndexedDB in browsers, which need Web Locks for it; elsewhere none: memory */
  readonly store?: OutboxStore;
  /** When more wait, the oldest that was not sent is refused. @default 1000 */
  readonly maxMessages?: number;
  /** The same, in characters as they are kept: a byte of text is one, of other payloads up to six. @default 5242880 */
  readonly maxBytes?: number;
}

/** `memory` loses what waits with the page; `keep` keeps it as `OutboxOptions` say by default. */
export type OutboxChoice = 'memory' | 'keep' | OutboxOptions;

/** What is published at QoS 1. */
export interface OutgoingMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retain: boolean;
  readonly properties: MessageProperties;
}

/** @throws RangeError saying what is wrong; undefined for memory alone */
export function readOutboxChoice(choice: OutboxChoice = 'memory'): OutboxOptions | undefined {
  if (choice === 'memory') return undefined;
  const options = choice === 'keep' ? {} : choice;
  if (typeof options !== 'object' || options === null) {
    throw new RangeError(`The option outbox is ${String(choice)}; it is 'memory', 'keep' or an object.`);
  }
  for (const name of ['maxMessages', 'maxBytes'] as const) {
    const most = options[name];
    if (most !== undefined && !(Number.isInteger(most) && most > 0)) {
      throw new RangeError(`outbox.${name} is ${most}; it is a whole number above 0.`);
    }
  }
  return options;
}
