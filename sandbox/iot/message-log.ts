import type { MqttMessageRecord, PayloadPreview } from '../../contract/console-state.js';
import type { Message } from './mqtt/message.js';

/** The last messages that the broker took, and whom they were sent to. */
export interface MessageLog {
  /** What is noted until the function it gives is called belongs to this message. */
  begin(message: Message, identityId: string | undefined): () => void;
  /** It was sent to this client. */
  sent(clientId: string): void;
  /** This client has subscribed, and may not receive it. */
  withheld(clientId: string): void;
  /** Oldest first; only those after number `since`, if given. */
  entries(since?: number): readonly MqttMessageRecord[];
}

const KEPT = 500;
/** Bytes of a payload, and receivers by name: the rest is counted. */
const PREVIEWED = 1024;
const NAMED = 20;

/** A place of the ring, made once: an object for each message would outlive the garbage collections of a busy broker. */
interface Slot {
  number: number;
  time: number;
  topic: string;
  readonly preview: Buffer;
  bytes: number;
  qos: 0 | 1;
  retain: boolean;
  from: string | undefined;
  identityId: string | undefined;
  readonly to: string[];
  toCount: number;
  readonly notTo: string[];
}

export function createMessageLog(now: () => number, told: () => void): MessageLog {
  const slots: Slot[] = [];
  let number = 0;
  let current: Slot | undefined;
  return {
    begin(message, identityId) {
      const before = current;
      const slot = slots[number % KEPT] ?? newSlot();
      slots[number % KEPT] = slot;
      number += 1;
      fill(slot, message, { number, time: now(), identityId });
      current = slot;
      told();
      // A will may be published while another message is: its connection ended over that.
      return () => {
        current = before;
      };
    },
    sent(clientId) {
      if (current === undefined) return;
      current.toCount += 1;
      if (current.to.length < NAMED) current.to.push(clientId);
    },
    withheld(clientId) {
      if (current !== undefined && current.notTo.length < NAMED) current.notTo.push(clientId);
    },
    entries(since = 0) {
      const first = Math.max(0, number - KEPT, Math.floor(since));
      return Array.from({ length: Math.max(0, number - first) }, (_, index) =>
        recordOf(slots[(first + index) % KEPT] as Slot),
      );
    },
  };
}

function newSlot(): Slot {
  return {
    number: 0,
    time: 0,
    topic: '',
    preview: Buffer.alloc(PREVIEWED),
    bytes: 0,
    qos: 0,
    retain: false,
    from: undefined,
    identityId: undefined,
    to: [],
    toCount: 0,
    notTo: [],
  };
}

function fill(slot: Slot, message: Message, noted: Pick<Slot, 'number' | 'time' | 'identityId'>): void {
  const { topic, payload, qos, retain, from } = message;
  Object.assign(slot, noted);
  slot.topic = topic;
  slot.preview.set(payload.length > PREVIEWED ? payload.subarray(0, PREVIEWED) : payload);
  slot.bytes = payload.length;
  slot.qos = qos;
  slot.retain = retain;
  slot.from = from;
  slot.to.length = 0;
  slot.toCount = 0;
  slot.notTo.length = 0;
}

function recordOf({ number, time, topic, preview, bytes, qos, retain, from, identityId, to, toCount, notTo }: Slot) {
  const publisher =
    from === undefined ? undefined : { clientId: from, ...(identityId === undefined ? {} : { identityId }) };
  const payload = previewOf(preview.subarray(0, Math.min(bytes, PREVIEWED)), bytes);
  return { number, time, topic, payload, qos, retain, from: publisher, to: [...to], toCount, notTo: [...notTo] };
}

/** What is cut may end within a character, which is no reason to take it for no text. */
export function previewOf(beginning: Uint8Array, bytes: number): PayloadPreview {
  const isCut = beginning.length < bytes;
  const text = textOf(beginning, isCut);
  if (text !== undefined) return { text, encoding: 'utf8', bytes, isCut };
  return { text: Buffer.from(beginning).toString('base64'), encoding: 'base64', bytes, isCut };
}

function textOf(bytes: Uint8Array, isCut: boolean): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: isCut });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
