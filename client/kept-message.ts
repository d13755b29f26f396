import type { OutgoingMessage } from './outbox-contract.js';

/** A message as it is read from where it was kept. */
export interface KeptMessage extends OutgoingMessage {
  /** When it was published: AWS's time, milliseconds since 1970. */
  readonly at: number;
}

/** As text, since React Native's stores keep nothing else. */
export function writeMessage({ topic, payload, retain, properties, at }: KeptMessage): string {
  const { correlationData, ...others } = properties;
  const bytes = correlationData && asText(correlationData);
  return JSON.stringify({ topic, payload: asText(payload), retain, at, properties: others, correlationData: bytes });
}

/** Undefined for what another version wrote. */
export function readMessage(text: string): KeptMessage | undefined {
  try {
    const { topic, payload, retain, at, properties, correlationData } = JSON.parse(text);
    if (typeof topic !== 'string' || typeof at !== 'number') return undefined;
    const bytes = correlationData === undefined ? {} : { correlationData: asBytes(correlationData) };
    return { topic, payload: asBytes(payload), retain, at, properties: { ...properties, ...bytes } };
  } catch {
    return undefined;
  }
}

/** Seconds that are left of its expiry; undefined if it has none. */
export function expiryLeft({ at, properties }: KeptMessage, now: number): number | undefined {
  const { messageExpiry } = properties;
  return messageExpiry && Math.min(messageExpiry, Math.ceil(messageExpiry - (now - at) / 1000));
}

/** A character a byte. */
function asText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function asBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
