import type { MessageProperties } from './message-properties.js';
import type { Payload } from './publish-options.js';
import { encodePayload } from './topic-limits.js';

export interface EncodedPayload extends Pick<MessageProperties, 'contentType'> {
  readonly bytes: Uint8Array;
}

/** @throws RangeError when it is too long, or nothing that JSON has; TypeError when it refers to itself */
export function readPayload(payload: Payload): EncodedPayload {
  if (typeof payload === 'string') return { bytes: encodePayload(payload) };
  // By what they are, since those of a frame or of another realm are instances of other classes.
  if (ArrayBuffer.isView(payload)) {
    return { bytes: encodePayload(new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength)) };
  }
  if (Object.prototype.toString.call(payload) === '[object ArrayBuffer]') {
    return { bytes: encodePayload(new Uint8Array(payload as ArrayBuffer)) };
  }
  const text = Number.isNaN(payload) ? undefined : JSON.stringify(payload);
  if (text === undefined) {
    throw new RangeError(`The payload is ${String(payload)}, which is neither text, nor bytes, nor JSON.`);
  }
  return { bytes: encodePayload(text), contentType: 'application/json' };
}
