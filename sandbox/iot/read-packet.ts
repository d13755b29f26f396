/** What the broker has to know of a packet before it handles it. */
export interface IncomingPacket {
  readonly name: keyof typeof READERS;
  /** Of a SUBSCRIBE or an UNSUBSCRIBE, which has no QoS: 0 stands there. */
  readonly filters: readonly TopicFilter[];
}

export interface TopicFilter {
  readonly topic: string;
  readonly qos: number;
}

/** A packet that MQTT 3.1.1 forbids, or AWS IoT has no use for. */
export class MalformedPacket extends Error {
  override readonly name = 'MalformedPacket';
}

/**
 * Reads one whole packet from a client and holds it to MQTT 3.1.1, in which the broker behind is more lenient.
 *
 * @throws MalformedPacket saying what is wrong
 * @see https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/os/mqtt-v3.1.1-os.html
 */
export function readPacket(packet: Uint8Array): IncomingPacket {
  const [first = 0] = packet;
  const name = NAMES.get(first >> 4);
  if (name === undefined) throw new MalformedPacket(`no client sends a packet of type ${first >> 4}`);
  const flags = first & 0x0f;
  const fields = new Fields(packet);
  // [MQTT-2.2.2-2]
  const reserved = name === 'SUBSCRIBE' || name === 'UNSUBSCRIBE' ? 2 : 0;
  if (name !== 'PUBLISH' && flags !== reserved) throw new MalformedPacket(`flags ${flags} in ${name}`);
  const filters = READERS[name](fields, flags) ?? [];
  if (!fields.atEnd) throw new MalformedPacket(`bytes after the end of ${name}`);
  return { name, filters };
}

type Reader = (fields: Fields, flags: number) => TopicFilter[] | undefined;

const READERS = {
  CONNECT: readConnect,
  PUBLISH: readPublish,
  PUBACK: (fields) => void fields.packetId(),
  SUBSCRIBE: readSubscribe,
  UNSUBSCRIBE: readUnsubscribe,
  PINGREQ: () => undefined,
  DISCONNECT: () => undefined,
} as const satisfies Record<string, Reader>;

/** Packets of QoS 2, which AWS IoT does not have, are left out. */
const NAMES = new Map<number, keyof typeof READERS>([
  [1, 'CONNECT'],
  [3, 'PUBLISH'],
  [4, 'PUBACK'],
  [8, 'SUBSCRIBE'],
  [10, 'UNSUBSCRIBE'],
  [12, 'PINGREQ'],
  [14, 'DISCONNECT'],
]);

function readConnect(fields: Fields): undefined {
  fields.text();
  const level = fields.byte();
  // Whoever judges the version refuses it; its packets look otherwise.
  if (level === 5) return fields.skip();
  if (level !== 3 && level !== 4) throw new MalformedPacket(`protocol level ${level}`);
  const flags = fields.byte();
  const [hasUser, hasPassword, hasWill] = [flags & 0x80, flags & 0x40, flags & 0x04];
  const [willQos, willRetain] = [(flags >> 3) & 0x03, flags & 0x20];
  // [MQTT-3.1.2-3], [MQTT-3.1.2-11] to [MQTT-3.1.2-15], [MQTT-3.1.2-22]
  if (flags & 0x01) throw new MalformedPacket('the reserved flag of CONNECT');
  if (willQos === 3 || (!hasWill && (willQos || willRetain))) throw new MalformedPacket('the flags of the will');
  if (hasPassword && !hasUser) throw new MalformedPacket('a password without a user name');
  fields.number();
  fields.text();
  if (hasWill) {
    fields.text();
    fields.binary();
  }
  if (hasUser) fields.text();
  if (hasPassword) fields.binary();
  return undefined;
}

function readPublish(fields: Fields, flags: number): undefined {
  const qos = (flags >> 1) & 0x03;
  // [MQTT-3.3.1-2], [MQTT-3.3.1-4]
  if (qos === 3) throw new MalformedPacket('QoS 3');
  if (qos === 0 && flags & 0x08) throw new MalformedPacket('DUP at QoS 0');
  fields.text();
  if (qos > 0) fields.packetId();
  return fields.skip();
}

function readSubscribe(fields: Fields): TopicFilter[] {
  fields.packetId();
  const filters: TopicFilter[] = [];
  do {
    const topic = fields.text();
    const qos = fields.byte();
    // [MQTT-3-8.3-4]
    if (qos > 2) throw new MalformedPacket(`QoS ${qos}`);
    filters.push({ topic, qos });
  } while (!fields.atEnd);
  return filters;
}

function readUnsubscribe(fields: Fields): TopicFilter[] {
  fields.packetId();
  const filters: TopicFilter[] = [];
  // [MQTT-3.10.3-2]
  do filters.push({ topic: fields.text(), qos: 0 });
  while (!fields.atEnd);
  return filters;
}

/** The fields of a packet after its fixed header, read one after the other. */
class Fields {
  readonly #bytes: Uint8Array;
  #place: number;

  constructor(packet: Uint8Array) {
    this.#bytes = packet;
    // The fixed header ends with the first byte of the remaining length that is below 0x80.
    this.#place = packet.findIndex((byte, index) => index > 0 && byte < 0x80) + 1;
  }

  get atEnd(): boolean {
    return this.#place === this.#bytes.length;
  }

  byte(): number {
    return this.#take(1)[0] as number;
  }

  number(): number {
    return this.byte() * 256 + this.byte();
  }

  /** [MQTT-2.3.1-1] */
  packetId(): void {
    if (this.number() === 0) throw new MalformedPacket('packet ID 0');
  }

  binary(): Uint8Array {
    return this.#take(this.number());
  }

  /** [MQTT-1.5.3-1], [MQTT-1.5.3-2] */
  text(): string {
    const text = decode(this.binary());
    if (text.includes('\0')) throw new MalformedPacket('U+0000 in a text');
    return text;
  }

  skip(): undefined {
    this.#place = this.#bytes.length;
  }

  #take(length: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#place, this.#place + length);
    if (taken.length < length) throw new MalformedPacket('a packet that ends too early');
    this.#place += length;
    return taken;
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new MalformedPacket('a text that is not UTF-8');
  }
}
