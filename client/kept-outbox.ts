import { reasonOf } from './abortable.js';
import { expiryLeft, type KeptMessage, readMessage, writeMessage } from './kept-message.js';
import type { KeptRecord, KeptRecords } from './kept-records.js';
import { MessageDroppedError } from './message-dropped-error.js';
import type { Operation } from './outbox.js';
import type { OutgoingMessage } from './outbox-contract.js';
import { limitedSignal, untilAborted } from './until-aborted.js';

export interface KeptOutboxOptions {
  readonly recordsOf: (identityId: string) => KeptRecords;
  readonly maxMessages: number;
  readonly maxBytes: number;
  /** Ends when the client is closed or denied: what waits is rejected with its reason, and stays where it is kept. */
  readonly signal: AbortSignal;
  /** @throws what the caller is to get */
  readonly send: (operation: Operation) => Promise<void>;
  /** How many publishes it is against the limit of the connection. */
  readonly publishesOf: (topic: string) => number;
  /** For what happens to messages that another page published. */
  readonly onError: (error: unknown) => void;
  /** AWS's time: milliseconds since 1970. */
  readonly now: () => number;
}

/** Messages at QoS 1, in order, kept until they are acknowledged. */
export interface KeptOutbox {
  /** @param givenUp ends what is not sent yet */
  publish(message: OutgoingMessage, givenUp?: AbortSignal): Promise<void>;
  /** It is known who is signed in; again with each connect. */
  identified(identityId: string): Promise<void>;
}

interface Entry {
  readonly message: KeptMessage;
  readonly text: string;
  record: (Omit<KeptRecord, 'text'> & { readonly written?: Promise<unknown> }) | undefined;
  /** AWS IoT may have it. */
  isSent: boolean;
  isSettled: boolean;
  readonly resolve: () => void;
  /** Undefined for what another page published. */
  readonly reject: ((error: unknown) => void) | undefined;
}

/** Milliseconds that newer messages wait for those of a page that is just going away. */
const ADOPT_WITHIN_MS = 500;
/** More than a connection has under way at once. */
const MOST_HANDED = 100;

export function createKeptOutbox(options: KeptOutboxOptions): KeptOutbox {
  const { recordsOf, maxMessages, maxBytes, signal, send, publishesOf, onError, now } = options;
  let records: KeptRecords | undefined;
  let isKept = false;
  let isReady = false;
  let waiting: Entry[] = [];
  const handed = new Set<Entry>();
  let size = 0;

  const queue = (message: KeptMessage, text: string, ends: Pick<Entry, 'record' | 'resolve' | 'reject'>) => {
    size += text.length;
    const entry: Entry = { message, text, isSent: false, isSettled: false, ...ends };
    waiting.push(entry);
    return entry;
  };

  /** It is gone from where it was kept before its caller hears of it. */
  const settle = async (entry: Entry, error?: unknown) => {
    if (entry.isSettled) return;
    entry.isSettled = true;
    size -= entry.text.length;
    if (!handed.delete(entry)) waiting = waiting.filter((other) => other !== entry);
    const { record, reject = onError } = entry;
    await record?.written;
    if (record !== undefined) await records?.remove(record.key);
    if (error === undefined) entry.resolve();
    else reject(error);
  };

  const makeRoom = () => {
    while (handed.size + waiting.length > maxMessages || size > maxBytes) {
      const oldest = [...handed, ...waiting].find(({ isSent }) => !isSent);
      if (oldest === undefined) return;
      void settle(oldest, new MessageDroppedError('full', oldest.message));
    }
  };

  const hand = async (entry: Entry) => {
    const operation = operationOf(entry, publishesOf, now);
    let error: unknown;
    try {
      await send(operation);
    } catch (thrown) {
      error = thrown;
      // The client has ended, and not the message.
      if (signal.aborted) return entry.reject?.(error);
    }
    await settle(entry, error);
  };

  let free = MOST_HANDED;
  let isFeeding = false;
  const feed = async () => {
    if (isFeeding || !isReady) return;
    isFeeding = true;
    for (let next = waiting[0]; next !== undefined && free > 0; next = waiting[0]) {
      await next.record?.written;
      if (waiting[0] !== next) continue;
      waiting.shift();
      handed.add(next);
      free -= 1;
      void hand(next).then(() => {
        free += 1;
        return feed();
      });
    }
    isFeeding = false;
  };

  const keep = (entry: Entry) => {
    if (isKept) entry.record ??= records?.write(entry.text);
  };

  const onAdopted = (adopted: readonly KeptRecord[]) => {
    for (const record of adopted) {
      const message = readMessage(record.text);
      if (message === undefined) void records?.remove(record.key);
      else queue(message, record.text, { record, resolve: () => undefined, reject: undefined });
    }
    waiting.sort((one, other) => placeOf(one) - placeOf(other));
    makeRoom();
    void feed();
  };

  const begin = async (of: KeptRecords) => {
    isKept = await of.open();
    if (isKept) {
      const limited = limitedSignal(signal, ADOPT_WITHIN_MS);
      await untilAborted(of.adopt(onAdopted), limited.signal).catch(() => undefined);
      limited.stop();
    }
    waiting.forEach(keep);
    isReady = true;
    await feed();
  };

  signal.addEventListener('abort', () => {
    for (const { reject } of waiting.splice(0)) reject?.(reasonOf(signal));
  });

  return {
    publish(outgoing, givenUp) {
      let giveUp = () => {};
      const done = new Promise<void>((resolve, reject) => {
        for (const ended of [signal, givenUp]) if (ended?.aborted) return reject(reasonOf(ended));
        const message = { ...outgoing, at: now() };
        const entry = queue(message, writeMessage(message), { record: undefined, resolve, reject });
        giveUp = () => void (entry.isSent || settle(entry, givenUp && reasonOf(givenUp)));
        givenUp?.addEventListener('abort', giveUp);
        if (isReady) keep(entry);
        makeRoom();
        void feed();
      });
      return done.finally(() => givenUp?.removeEventListener('abort', giveUp));
    },
    async identified(identityId) {
      if (records === undefined) {
        records = recordsOf(identityId);
        await begin(records);
      } else if (isReady && isKept) await records.adopt(onAdopted);
    },
  };
}

/** Those that are not kept yet are the newest. */
function placeOf({ record }: Entry): number {
  return record?.number ?? Number.MAX_SAFE_INTEGER;
}

function operationOf(entry: Entry, publishesOf: (topic: string) => number, now: () => number): Operation {
  const { topic, payload, retain, properties } = entry.message;
  return {
    action: 'iot:Publish',
    name: topic,
    retained: retain,
    publishes: publishesOf(topic),
    urgent: false,
    async send(session) {
      if (entry.isSettled) return;
      const messageExpiry = expiryLeft(entry.message, now());
      if (messageExpiry !== undefined && messageExpiry <= 0) throw new MessageDroppedError('expired', entry.message);
      entry.isSent = true;
      await session.publish(topic, payload, { qos: 1, retain, properties: { ...properties, messageExpiry } });
    },
  };
}
