import { isUtf8 } from 'node:buffer';
import { REASON, type ReasonCode } from './reason-codes.js';

/** A packet that MQTT forbids, or AWS IoT has no use for. */
export class MalformedPacket extends Error {
  override readonly name = 'MalformedPacket';
  readonly code: ReasonCode;

  constructor(message: string, code: ReasonCode = REASON.malformedPacket) {
    super(message);
    this.code = code;
  }
}

/** The fields of a packet after its fixed header, read one after the other. */
export class Fields {
  readonly #bytes: Buffer;
  #place: number;

  constructor(packet: Uint8Array) {
    this.#bytes = Buffer.isBuffer(packet) ? packet : Buffer.from(packet.buffer, packet.byteOffset, packet.length);
    // The fixed header ends with the first byte of the remaining length that is below 0x80.
    let place = 1;
    while ((this.#bytes[place] ?? 0) >= 0x80) place += 1;
    this.#place = place + 1;
  }

  get atEnd(): boolean {
    return this.#place === this.#bytes.length;
  }

  get place(): number {
    return this.#place;
  }

  byte(): number {
    const byte = this.#bytes[this.#place];
    if (byte === undefined) throw tooShort();
    this.#place += 1;
    return byte;
  }

  number(): number {
    return this.byte() * 256 + this.byte();
  }

  longNumber(): number {
    return this.number() * 65_536 + this.number();
  }

  /** [MQTT-1.5.5-1]: in as few bytes as will do. */
  variableNumber(): number {
    let value = 0;
    for (let place = 0; place < 4; place += 1) {
      const byte = this.byte();
      value += (byte & 0x7f) * 128 ** place;
      if (byte >= 0x80) continue;
      if (byte === 0 && place > 0) break;
      return value;
    }
    throw new MalformedPacket('a length that is not written as MQTT writes it');
  }

  /** [MQTT-2.3.1-1] */
  packetId(): number {
    const id = this.number();
    if (id === 0) throw new MalformedPacket('packet ID 0', REASON.protocolError);
    return id;
  }

  binary(): Buffer {
    return this.#take(this.number());
  }

  /** [MQTT-1.5.3-1], [MQTT-1.5.3-2] */
  text(): string {
    const bytes = this.binary();
    if (!isUtf8(bytes)) throw new MalformedPacket('a text that is not UTF-8');
    if (bytes.includes(0)) throw new MalformedPacket('U+0000 in a text');
    return bytes.toString('utf8');
  }

  rest(): Buffer {
    return this.#take(this.#bytes.length - this.#place);
  }

  #take(length: number): Buffer {
    const end = this.#place + length;
    if (end > this.#bytes.length) throw tooShort();
    const taken = this.#bytes.subarray(this.#place, end);
    this.#place = end;
    return taken;
  }
}

function tooShort(): MalformedPacket {
  return new MalformedPacket('a packet that ends too early');
}
