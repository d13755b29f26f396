import { Fields } from './packet-fields.js';
import { publish } from './write-packet.js';

/** What a client of MQTT 5 sends, of which the sandbox's own clients need no more. */
export function connectPacket(clientId: string): Buffer {
  // Clean start; a keep-alive of 0 is AWS's own, and no properties.
  return packet(0x10, text('MQTT'), Buffer.from([5, 0x02, 0, 0, 0]), text(clientId));
}

export function subscribePacket(packetId: number, filter: string, qos: 0 | 1): Buffer {
  return packet(0x82, short(packetId), NO_PROPERTIES, text(filter), Buffer.from([qos]));
}

export function unsubscribePacket(packetId: number, filter: string): Buffer {
  return packet(0xa2, short(packetId), NO_PROPERTIES, text(filter));
}

export const pingreq = () => Buffer.from([0xc0, 0]);
export const disconnectPacket = () => Buffer.from([0xe0, 0]);

/** The same from either side. */
export const publishPacket = (message: Omit<Parameters<typeof publish>[1], 'properties'>) =>
  publish(5, { ...message, properties: {} });

/** What a server sends, as far as anybody looks. */
export type ServerPacket =
  | { readonly name: 'CONNACK'; readonly code: number }
  | { readonly name: 'DISCONNECT'; readonly code: number }
  | { readonly name: 'PUBACK' | 'SUBACK' | 'UNSUBACK'; readonly packetId: number; readonly code: number }
  | {
      readonly name: 'PUBLISH';
      readonly topic: string;
      readonly payload: Buffer;
      readonly qos: 0 | 1;
      readonly retain: boolean;
      readonly packetId: number;
    }
  | { readonly name: 'other' };

export function readServerPacket(bytes: Buffer): ServerPacket {
  const [first = 0] = bytes;
  const fields = new Fields(bytes);
  switch (first >> 4) {
    case 2:
      fields.byte();
      return { name: 'CONNACK', code: fields.byte() };
    case 3: {
      const topic = fields.text();
      const qos = (first >> 1) & 1 ? 1 : 0;
      const packetId = qos === 1 ? fields.packetId() : 0;
      skipProperties(fields);
      return { name: 'PUBLISH', topic, payload: Buffer.from(fields.rest()), qos, retain: (first & 1) === 1, packetId };
    }
    case 4:
      // Without a code all is well.
      return { name: 'PUBACK', packetId: fields.packetId(), code: fields.atEnd ? 0 : fields.byte() };
    case 9:
    case 11: {
      const packetId = fields.packetId();
      skipProperties(fields);
      return { name: first >> 4 === 9 ? 'SUBACK' : 'UNSUBACK', packetId, code: fields.byte() };
    }
    case 14:
      return { name: 'DISCONNECT', code: fields.atEnd ? 0 : fields.byte() };
    default:
      return { name: 'other' };
  }
}

function skipProperties(fields: Fields): void {
  const end = fields.variableNumber() + fields.place;
  while (fields.place < end) fields.byte();
}

const NO_PROPERTIES = Buffer.from([0]);

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([short(bytes.length), bytes]);
}

function short(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

function packet(first: number, ...fields: readonly Buffer[]): Buffer {
  const body = Buffer.concat(fields);
  const length: number[] = [];
  for (let rest = body.length, isLast = false; !isLast; rest >>= 7) {
    isLast = rest < 128;
    length.push((rest & 0x7f) | (isLast ? 0 : 0x80));
  }
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}
