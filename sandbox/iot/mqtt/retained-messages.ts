import { z } from 'zod';
import { emptyTables, type Tables } from '../../state/state.js';
import type { Kept } from '../../state/table.js';
import { isExpired, type Message } from './message.js';
import type { MessageProperties } from './packets.js';

const binary = z.base64();

/** A message as JSON; times are milliseconds since 1970. */
const retainedRecord = z.strictObject({
  payload: binary,
  qos: z.union([z.literal(0), z.literal(1)]),
  properties: z.strictObject({
    payloadFormatIndicator: z.boolean().optional(),
    contentType: z.string().optional(),
    responseTopic: z.string().optional(),
    correlationData: binary.optional(),
    /** Seconds, as it was sent. */
    messageExpiryInterval: z.number().optional(),
    userProperties: z.array(z.tuple([z.string(), z.string()])).optional(),
  }),
  expiresAt: z.number().optional(),
  /** Client ID of the publisher; none for AWS's own services. */
  from: z.string().optional(),
  lastModified: z.number(),
});

type RetainedRecord = Kept<z.infer<typeof retainedRecord>>;

export const retainedMessageTables = {
  /** By topic. */
  messages: retainedRecord,
};

export type RetainedMessageState = Tables<typeof retainedMessageTables>;

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

export function emptyRetainedMessages(): RetainedMessageState {
  return emptyTables(retainedMessageTables);
}

/** @see https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt-retain */
export function createRetainedMessages({ messages }: RetainedMessageState, now: () => number): RetainedMessages {
  const get = (topic: string) => {
    const record = messages.get(topic);
    const found = record && { message: messageOf(topic, record), lastModified: record.lastModified };
    if (found === undefined || !isExpired(found.message, now())) return found;
    messages.delete(topic);
    return undefined;
  };
  return {
    get,
    put(message) {
      if (message.payload.length === 0) messages.delete(message.topic);
      else messages.put(message.topic, recordOf(message, now()));
    },
    list: () =>
      [...messages.keys()]
        .sort()
        .map(get)
        .filter((found) => found !== undefined),
  };
}

function recordOf({ payload, qos, properties, expiresAt, from }: Message, lastModified: number): RetainedRecord {
  const { correlationData, ...texts } = properties;
  return {
    payload: base64(payload),
    qos,
    properties: { ...texts, ...(correlationData && { correlationData: base64(correlationData) }) },
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(from === undefined ? {} : { from }),
    lastModified,
  };
}

function messageOf(topic: string, { payload, qos, properties, expiresAt, from }: RetainedRecord): Message {
  const { correlationData, ...others } = properties;
  // `Kept` knows no pairs.
  const texts = others as MessageProperties;
  return {
    topic,
    payload: Buffer.from(payload, 'base64'),
    qos,
    retain: true,
    properties: { ...texts, ...(correlationData && { correlationData: Buffer.from(correlationData, 'base64') }) },
    expiresAt,
    from,
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
