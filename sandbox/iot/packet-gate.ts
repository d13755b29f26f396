import { Duplex } from 'node:stream';
import { MQTT_LIMITS } from './mqtt-limits.js';

export interface PacketGateOptions {
  /** Called with each whole packet before the broker sees it. An error ends the connection, and the packet with it. */
  readonly admit: (packet: Uint8Array) => Error | undefined;
  /** What the broker itself threw over a packet. */
  readonly onFault: (error: unknown) => Error;
}

/**
 * Stands between a client's stream and the broker: takes the bytes apart into packets and lets through those that are
 * admitted. It is also where whatever a packet makes the broker throw ends.
 */
export class PacketGate extends Duplex {
  /** Whether anything was sent to the client: the first packet from a broker is CONNACK. */
  hasAnswered = false;
  readonly #transport: Duplex;
  readonly #options: PacketGateOptions;
  #held: Buffer = Buffer.alloc(0);

  constructor(transport: Duplex, options: PacketGateOptions) {
    super();
    this.#transport = transport;
    this.#options = options;
    transport.on('data', (chunk: Buffer) => {
      // A WebSocket that has been given up for a text frame still hands it over.
      if (!this.destroyed && !transport.destroyed) this.#take(chunk);
    });
    transport.once('end', () => this.push(null));
    // A late error of a connection that is over already is no fault of anybody.
    transport.on('error', (error) => this.destroy(error));
    transport.once('close', () => this.destroy());
  }

  /** The broker reads and parses while this emits `readable`. */
  override emit(...event: Parameters<Duplex['emit']>): boolean {
    try {
      return super.emit(...event);
    } catch (error) {
      this.destroy(this.#options.onFault(error));
      return true;
    }
  }

  override _read(): void {
    this.#transport.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.hasAnswered = true;
    this.#transport.write(chunk, encoding, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#transport.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#transport.destroy();
    done(error);
  }

  #take(chunk: Buffer): void {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    for (let length = packetLength(this.#held); length !== undefined; length = packetLength(this.#held)) {
      if (length instanceof Error) return void this.destroy(length);
      if (this.#held.length < length) return;
      const packet = this.#held.subarray(0, length);
      this.#held = this.#held.subarray(length);
      let refusal: Error | undefined;
      try {
        refusal = this.#options.admit(packet);
      } catch (error) {
        refusal = this.#options.onFault(error);
      }
      if (refusal !== undefined) return void this.destroy(refusal);
      if (!this.push(packet)) this.#transport.pause();
    }
  }
}

/**
 * Bytes of the packet that begins here, as its fixed header says; undefined while that is incomplete. A packet that is
 * too long is refused by that, before its bytes are kept.
 */
function packetLength(bytes: Buffer): number | Error | undefined {
  let remaining = 0;
  for (let place = 0; place < 4; place++) {
    const byte = bytes[place + 1];
    if (byte === undefined) return undefined;
    remaining += (byte & 0x7f) * 128 ** place;
    if (byte >= 0x80) continue;
    if (remaining <= MQTT_LIMITS.remainingLength) return place + 2 + remaining;
    return new Error(`a packet has at most ${MQTT_LIMITS.remainingLength} bytes after its fixed header`);
  }
  // [MQTT-2.2.3]
  return new Error('the remaining length of a packet has at most four bytes');
}
