import type { MessageProperties, ProtocolVersion, UserProperty } from './packets.js';

/** Properties of a CONNACK, in the order of their numbers. */
export interface ConnackProperties {
  readonly sessionExpiryInterval: number;
  readonly assignedClientIdentifier?: string;
  readonly serverKeepAlive: number;
  readonly receiveMaximum: number;
  readonly topicAliasMaximum: number;
  readonly maximumQos: number;
  readonly retainAvailable: boolean;
  readonly maximumPacketSize: number;
  readonly wildcardSubscriptionAvailable: boolean;
  readonly subscriptionIdentifiersAvailable: boolean;
  readonly sharedSubscriptionAvailable: boolean;
}

/** @param properties of MQTT 5 alone, undefined with a refusal */
export function connack(sessionPresent: boolean, code: number, properties?: ConnackProperties | 'none'): Buffer {
  const head = bytes(Number(sessionPresent), code);
  if (properties === undefined) return packet(0x20, head);
  if (properties === 'none') return packet(0x20, head, bytes(0));
  const written = Buffer.concat([
    property(17, long(properties.sessionExpiryInterval)),
    ...(properties.assignedClientIdentifier === undefined
      ? []
      : [property(18, text(properties.assignedClientIdentifier))]),
    property(19, short(properties.serverKeepAlive)),
    property(33, short(properties.receiveMaximum)),
    property(34, short(properties.topicAliasMaximum)),
    property(36, bytes(properties.maximumQos)),
    property(37, bytes(Number(properties.retainAvailable))),
    property(39, long(properties.maximumPacketSize)),
    property(40, bytes(Number(properties.wildcardSubscriptionAvailable))),
    property(41, bytes(Number(properties.subscriptionIdentifiersAvailable))),
    property(42, bytes(Number(properties.sharedSubscriptionAvailable))),
  ]);
  return packet(0x20, head, variable(written.length), written);
}

/** MQTT 5 leaves code and properties out where all is well. */
export function puback(packetId: number, code = 0): Buffer {
  if (code === 0) return bytes(0x40, 2, packetId >> 8, packetId & 0xff);
  return bytes(0x40, 3, packetId >> 8, packetId & 0xff, code);
}

export function suback(version: ProtocolVersion, packetId: number, codes: readonly number[]): Buffer {
  return packet(0x90, short(packetId), ...(version === 5 ? [bytes(0)] : []), bytes(...codes));
}

export function unsuback(version: ProtocolVersion, packetId: number, codes: readonly number[]): Buffer {
  return version === 5 ? packet(0xb0, short(packetId), bytes(0, ...codes)) : packet(0xb0, short(packetId));
}

export function pingresp(): Buffer {
  return bytes(0xd0, 0);
}

/** Of MQTT 5: before it, servers just closed. AWS gives no reason string. */
export function disconnect(code: number): Buffer {
  return bytes(0xe0, 1, code);
}

export interface OutgoingPublish {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: number;
  readonly retain: boolean;
  /** 0 at QoS 0. */
  readonly packetId: number;
  readonly properties: MessageProperties;
}

/** In one piece, since it is written for each message and each receiver. */
export function publish(version: ProtocolVersion, message: OutgoingPublish): Buffer {
  const { topic, payload, qos, retain, packetId } = message;
  const properties = version === 5 ? messageProperties(message.properties) : undefined;
  const topicLength = Buffer.byteLength(topic);
  const remaining =
    2 + topicLength + (qos > 0 ? 2 : 0) + (properties === undefined ? 0 : properties.length) + payload.length;
  const header = 1 + (remaining < 128 ? 1 : remaining < 16_384 ? 2 : 3);
  const written = Buffer.allocUnsafe(header + remaining);
  written[0] = 0x30 | (qos << 1) | Number(retain);
  let place = 1;
  for (let rest = remaining; place < header; rest >>= 7) written[place++] = (rest & 0x7f) | (rest >= 128 ? 0x80 : 0);
  written[place++] = topicLength >> 8;
  written[place++] = topicLength & 0xff;
  place += written.write(topic, place, topicLength === topic.length ? 'latin1' : 'utf8');
  if (qos > 0) {
    written[place++] = packetId >> 8;
    written[place++] = packetId & 0xff;
  }
  if (properties !== undefined) {
    written.set(properties, place);
    place += properties.length;
  }
  written.set(payload, place);
  return written;
}

const NONE = Buffer.from([0]);

/** With their length before them. */
function messageProperties(properties: MessageProperties): Buffer {
  const { payloadFormatIndicator, messageExpiryInterval, contentType, responseTopic, correlationData } = properties;
  const written: Buffer[] = [];
  if (payloadFormatIndicator !== undefined) written.push(property(1, bytes(Number(payloadFormatIndicator))));
  if (messageExpiryInterval !== undefined) written.push(property(2, long(messageExpiryInterval)));
  if (contentType !== undefined) written.push(property(3, text(contentType)));
  if (responseTopic !== undefined) written.push(property(8, text(responseTopic)));
  if (correlationData !== undefined) written.push(property(9, binary(correlationData)));
  if (properties.userProperties !== undefined) written.push(userProperties(properties.userProperties));
  if (written.length === 0) return NONE;
  const length = written.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([variable(length), ...written]);
}

/** In one piece: a message may have 30,000 of them, and many receivers. */
function userProperties(given: readonly UserProperty[]): Buffer {
  let length = 0;
  for (const [name, value] of given) length += 5 + Buffer.byteLength(name) + Buffer.byteLength(value);
  const written = Buffer.allocUnsafe(length);
  let place = 0;
  for (const pair of given) {
    written[place++] = 38;
    for (const value of pair) {
      const bytesOfValue = written.write(value, place + 2);
      place = written.writeUInt16BE(bytesOfValue, place) + bytesOfValue;
    }
  }
  return written;
}

function packet(first: number, ...fields: readonly Buffer[]): Buffer {
  const length = fields.reduce((sum, field) => sum + field.length, 0);
  return Buffer.concat([bytes(first), variable(length), ...fields]);
}

function property(id: number, ...values: readonly Buffer[]): Buffer {
  return Buffer.concat([bytes(id), ...values]);
}

function bytes(...values: readonly number[]): Buffer {
  return Buffer.from(values);
}

function short(value: number): Buffer {
  return bytes(value >> 8, value & 0xff);
}

function long(value: number): Buffer {
  return bytes(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

function binary(value: Uint8Array): Buffer {
  return Buffer.concat([short(value.length), value]);
}

function text(value: string): Buffer {
  return binary(Buffer.from(value));
}

/** Seven bits to a byte, the least first. */
function variable(value: number): Buffer {
  const written: number[] = [];
  let rest = value;
  do {
    written.push((rest & 0x7f) | (rest >= 128 ? 0x80 : 0));
    rest >>= 7;
  } while (rest > 0);
  return bytes(...written);
}
