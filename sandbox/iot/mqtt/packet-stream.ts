import { MalformedPacket } from './packet-fields.js';
import { REASON } from './reason-codes.js';

const NOTHING = Buffer.alloc(0);

/** Takes the bytes of a connection apart into packets. */
export class PacketStream {
  readonly #longest: () => number;
  #held: Buffer = NOTHING;

  /** @param longest bytes that a packet has at most after its fixed header */
  constructor(longest: () => number) {
    this.#longest = longest;
  }

  add(bytes: Buffer): void {
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
  }

  /**
   * The next whole packet, undefined while there is none. One that is too long is refused by what its fixed header
   * says, before its bytes are kept.
   *
   * @throws MalformedPacket
   */
  next(): Buffer | undefined {
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
      if (held.length < length) return undefined;
      this.#held = held.length === length ? NOTHING : held.subarray(length);
      return held.length === length ? held : held.subarray(0, length);
    }
    // [MQTT-2.2.3]
    throw new MalformedPacket('the remaining length of a packet has at most four bytes');
  }
}
