import type { MessageProperties } from './packets.js';

/** A message on its way to whoever has subscribed to its topic. */
export interface Message {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1;
  /** Whether it was published to be retained. */
  readonly retain: boolean;
  /** Without the expiry, which is counted down in `expiresAt`. */
  readonly properties: MessageProperties;
  /** Milliseconds since 1970; undefined where it never does. */
  readonly expiresAt: number | undefined;
  /** Client ID of the publisher, for subscriptions that leave out their own; undefined for AWS's own services. */
  readonly from: string | undefined;
}

/** Seconds: https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt5-message-expiry */
const [SHORTEST_EXPIRY, LONGEST_EXPIRY] = [1, 604_800];

/** When a message expires that was published now; what is too short or too long is adjusted, as on AWS. */
export function expiryOf({ messageExpiryInterval }: MessageProperties, now: number): number | undefined {
  if (messageExpiryInterval === undefined) return undefined;
  return now + Math.min(LONGEST_EXPIRY, Math.max(SHORTEST_EXPIRY, messageExpiryInterval)) * 1000;
}

/** With what is left of the expiry, in whole seconds: 0 in the last one. */
export function propertiesAt({ properties, expiresAt }: Message, now: number): MessageProperties {
  if (expiresAt === undefined) return properties;
  return { ...properties, messageExpiryInterval: Math.max(0, Math.floor((expiresAt - now) / 1000)) };
}

export function isExpired({ expiresAt }: Message, now: number): boolean {
  return expiresAt !== undefined && now >= expiresAt;
}

/** What is kept longer than the packet that it came in has bytes of its own, not a piece of something larger. */
export function keepable(message: Message): Message {
  const { payload, properties } = message;
  const { correlationData } = properties;
  return {
    ...message,
    payload: Buffer.from(payload),
    ...(correlationData && { properties: { ...properties, correlationData: Buffer.from(correlationData) } }),
  };
}

/** Bytes that it takes to keep a message, about. */
export function weightOf({ topic, payload, properties }: Message): number {
  const { correlationData = '', contentType = '', responseTopic = '', userProperties = [] } = properties;
  const texts = [topic, contentType, responseTopic, ...userProperties.flat()];
  return texts.reduce((sum, { length }) => sum + length, payload.length + correlationData.length);
}
