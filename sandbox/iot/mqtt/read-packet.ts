import { Fields, MalformedPacket } from './packet-fields.js';
import { NO_PROPERTIES, type PropertyPlace, readProperties } from './packet-properties.js';
import type {
  ConnectPacket,
  DisconnectPacket,
  Packet,
  Properties,
  ProtocolVersion,
  PublishPacket,
  SubscribePacket,
  TopicFilter,
  UnsubscribePacket,
  Will,
} from './packets.js';
import { REASON } from './reason-codes.js';

/**
 * Reads one whole packet from a client and holds it to the standard, to which libraries for all kinds of brokers are
 * more lenient.
 *
 * @param version what the connection's CONNECT said; a CONNECT says it itself
 * @throws MalformedPacket saying what is wrong
 * @see https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/os/mqtt-v3.1.1-os.html
 * @see https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html
 */
export function readPacket(packet: Uint8Array, version: ProtocolVersion = 4): Packet {
  const [first = 0] = packet;
  const type = first >> 4;
  const flags = first & 0x0f;
  const reader = READERS[type];
  // AWS IoT has no QoS 2 and no AUTH: https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt-differences
  if (reader === undefined) throw new MalformedPacket(`no client sends a packet of type ${type}`, REASON.protocolError);
  // [MQTT-2.2.2-2]
  if (reader.flags !== undefined && flags !== reader.flags) {
    throw new MalformedPacket(`flags ${flags} in ${reader.name}`);
  }
  const fields = new Fields(packet);
  const read = reader.read(fields, version, flags);
  if (!fields.atEnd) throw new MalformedPacket(`bytes after the end of ${reader.name}`);
  return read;
}

interface Reader {
  readonly name: Packet['name'];
  /** Those that the packet must have; a PUBLISH has others each time. */
  readonly flags: number | undefined;
  readonly read: (fields: Fields, version: ProtocolVersion, flags: number) => Packet;
}

/** By the packet's type. */
const READERS: readonly (Reader | undefined)[] = Object.assign(new Array<Reader | undefined>(16).fill(undefined), {
  1: { name: 'CONNECT', flags: 0, read: readConnect },
  3: { name: 'PUBLISH', flags: undefined, read: readPublish },
  4: { name: 'PUBACK', flags: 0, read: readPuback },
  8: { name: 'SUBSCRIBE', flags: 2, read: readSubscribe },
  10: { name: 'UNSUBSCRIBE', flags: 2, read: readUnsubscribe },
  12: { name: 'PINGREQ', flags: 0, read: () => ({ name: 'PINGREQ' }) },
  14: { name: 'DISCONNECT', flags: 0, read: readDisconnect },
} satisfies Record<number, Reader>);

function propertiesOf(fields: Fields, version: ProtocolVersion, place: PropertyPlace): Properties {
  return version === 5 ? readProperties(fields, place) : NO_PROPERTIES;
}

function readConnect(fields: Fields): ConnectPacket {
  const protocol = fields.text();
  const version = fields.byte();
  if (version !== 3 && version !== 4 && version !== 5) throw new MalformedPacket(`protocol level ${version}`);
  // [MQTT-3.1.2-1]
  if (protocol !== (version === 3 ? 'MQIsdp' : 'MQTT')) throw new MalformedPacket(`the protocol ${protocol}`);
  const flags = fields.byte();
  const [hasUser, hasPassword, hasWill] = [flags & 0x80, flags & 0x40, flags & 0x04];
  const [willQos, willRetain] = [(flags >> 3) & 0x03, flags & 0x20];
  // [MQTT-3.1.2-3], [MQTT-3.1.2-11] to [MQTT-3.1.2-15], [MQTT-3.1.2-22]
  if (flags & 0x01) throw new MalformedPacket('the reserved flag of CONNECT');
  if (willQos === 3 || (!hasWill && (willQos || willRetain))) throw new MalformedPacket('the flags of the will');
  // MQTT 5 allows it.
  if (hasPassword && !hasUser && version < 5) throw new MalformedPacket('a password without a user name');
  const keepAlive = fields.number();
  const properties = propertiesOf(fields, version, 'CONNECT');
  if (properties.authenticationData !== undefined && properties.authenticationMethod === undefined) {
    throw new MalformedPacket('authentication data without a method', REASON.protocolError);
  }
  const clientId = fields.text();
  const will = hasWill ? readWill(fields, version, { qos: willQos, retain: willRetain > 0 }) : undefined;
  // Who connects is known from the signed upgrade; these say nothing more.
  if (hasUser) fields.text();
  if (hasPassword) fields.binary();
  return { name: 'CONNECT', version, clientId, clean: (flags & 0x02) > 0, keepAlive, will, properties };
}

function readWill(fields: Fields, version: ProtocolVersion, flags: Pick<Will, 'qos' | 'retain'>): Will {
  const properties = propertiesOf(fields, version, 'will');
  // Own bytes: what they were read from is a piece of something larger.
  return { ...flags, properties, topic: fields.text(), payload: Buffer.from(fields.binary()) };
}

function readPublish(fields: Fields, version: ProtocolVersion, flags: number): PublishPacket {
  const qos = (flags >> 1) & 0x03;
  // [MQTT-3.3.1-2], [MQTT-3.3.1-4]
  if (qos === 3) throw new MalformedPacket('QoS 3');
  if (qos === 0 && flags & 0x08) throw new MalformedPacket('DUP at QoS 0');
  const topic = fields.text();
  const packetId = qos > 0 ? fields.packetId() : 0;
  const properties = version === 5 ? readProperties(fields, 'PUBLISH') : NO_PROPERTIES;
  return { name: 'PUBLISH', topic, qos, retain: (flags & 0x01) > 0, packetId, properties, payload: fields.rest() };
}

function readPuback(fields: Fields, version: ProtocolVersion): Packet {
  const packetId = fields.packetId();
  if (version === 5 && !fields.atEnd) {
    fields.byte();
    if (!fields.atEnd) readProperties(fields, 'PUBACK');
  }
  return { name: 'PUBACK', packetId };
}

function readSubscribe(fields: Fields, version: ProtocolVersion): SubscribePacket {
  const packetId = fields.packetId();
  const properties = propertiesOf(fields, version, 'SUBSCRIBE');
  const filters: TopicFilter[] = [];
  do {
    const topic = fields.text();
    const options = fields.byte();
    filters.push({ topic, ...readOptions(options, version) });
  } while (!fields.atEnd);
  return { name: 'SUBSCRIBE', packetId, filters, properties };
}

function readOptions(options: number, version: ProtocolVersion): Omit<TopicFilter, 'topic'> {
  const qos = version === 5 ? options & 0x03 : options;
  const retainHandling = (options >> 4) & 0x03;
  // [MQTT-3-8.3-4]; of MQTT 5: [MQTT-3.8.3-5], 3.8.3.1
  if (qos > 2) throw new MalformedPacket(`QoS ${qos}`, REASON.protocolError);
  if (options & 0xc0) throw new MalformedPacket('the reserved bits of subscription options');
  if (retainHandling === 3) throw new MalformedPacket('retain handling 3', REASON.protocolError);
  return { qos, noLocal: (options & 0x04) > 0, retainAsPublished: (options & 0x08) > 0, retainHandling };
}

function readUnsubscribe(fields: Fields, version: ProtocolVersion): UnsubscribePacket {
  const packetId = fields.packetId();
  propertiesOf(fields, version, 'UNSUBSCRIBE');
  const filters: string[] = [];
  // [MQTT-3.10.3-2]
  do filters.push(fields.text());
  while (!fields.atEnd);
  return { name: 'UNSUBSCRIBE', packetId, filters };
}

function readDisconnect(fields: Fields, version: ProtocolVersion): DisconnectPacket {
  let reasonCode: number = REASON.success;
  let properties = NO_PROPERTIES;
  if (version === 5 && !fields.atEnd) {
    reasonCode = fields.byte();
    if (!fields.atEnd) properties = readProperties(fields, 'DISCONNECT');
  }
  return { name: 'DISCONNECT', reasonCode, properties };
}
