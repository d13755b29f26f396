import { MalformedPacket } from './packet-fields.js';
import { REASON } from './reason-codes.js';

const NOTHING = Buffer.alloc(0);

/** Takes the bytes of a connection apart into packets. */
export class PacketStream {
  readonly #longest: () => number;
  #held: Buffer = NOTHING;
  /** What came since, until the packet is whole: pieces are not copied each time that another one comes. */
  #pieces: Buffer[] = [];
  #length = 0;
  /** Bytes of the packet that has begun, where they are known. */
  #wanted = 0;

  /** @param longest bytes that a packet has at most after its fixed header */
  constructor(longest: () => number) {
    this.#longest = longest;
  }

  add(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (this.#length === 0) this.#held = bytes;
    else this.#pieces.push(bytes);
    this.#length += bytes.length;
  }

  /**
   * The next whole packet, undefined while there is none. One that is too long is refused by what its fixed header
   * says, before its bytes are kept.
   *
   * @throws MalformedPacket
   */
  next(): Buffer | undefined {
    if (this.#length < this.#wanted) return undefined;
    if (this.#pieces.length > 0) {
      this.#held = Buffer.concat([this.#held, ...this.#pieces]);
      this.#pieces = [];
    }
    const held = this.#held;
    let remaining = 0;
    for (let place = 0; place < 4; place += 1) {
      const byte = held[place + 1];
      if (byte === undefined) return undefined;
      remaining += (byte & 0x7f) * 128 ** place;
      if (byte >= 0x80) continue;
      const longest = this.#longest();
      if (remaining > longest) {
        const message = `a packet has at most ${longest} bytes after its fixed header`;
        throw new MalformedPacket(message, REASON.packetTooLarge);
      }
      const length = place + 2 + remaining;
      this.#wanted = held.length < length ? length : 0;
      if (held.length < length) return undefined;
      this.#held = held.length === length ? NOTHING : held.subarray(length);
      this.#length = this.#held.length;
      return held.length === length ? held : held.subarray(0, length);
    }
    // [MQTT-2.2.3]
    throw new MalformedPacket('the remaining length of a packet has at most four bytes');
  }
}
