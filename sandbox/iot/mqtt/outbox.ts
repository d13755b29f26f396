import type { Clock } from '../../base/clock.js';
import { isExpired, type Message, propertiesAt } from './message.js';
import type { ProtocolVersion } from './packets.js';
import type { Delivery, Receiver, Session } from './session.js';
import type { Transport } from './transport.js';
import { publish } from './write-packet.js';

export interface OutboxOptions {
  readonly session: Session;
  readonly transport: Transport;
  readonly version: ProtocolVersion;
  readonly clock: Clock;
  /** Messages of QoS 1 that the client takes without having acknowledged any. */
  readonly receiveMaximum: number;
  /** Bytes of a packet that the client takes. */
  readonly maximumPacketSize: number;
  /** Asked right before a message is sent. */
  readonly mayReceive: (topic: string) => boolean;
  readonly delivered: () => void;
  /** What the sandbox itself failed in while it sent. */
  readonly failed: (error: unknown) => void;
}

/** Stored messages that a resumed session gets each second: mqtt.html#persistent-session-reconnect */
const STORED_PER_SECOND = 10;

/** Bytes that a client may leave unread before messages of QoS 0 pass it by. */
const LARGEST_BACKLOG = 2 ** 20;

/** What goes to a connected client: authorized, not expired, and no faster than it takes it. */
export class Outbox implements Receiver {
  readonly #options: OutboxOptions;
  /** Takes back the next round of stored messages, while a resumed session has some. */
  #nextRound: (() => void) | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  deliver(delivery: Delivery): void {
    if (delivery.qos === 1 && this.#isFull) this.#options.session.wait(delivery);
    else this.#trySend(delivery);
  }

  acknowledge(packetId: number): void {
    this.#options.session.acknowledge(packetId);
    if (this.#nextRound === undefined) this.#sendWaiting(Number.POSITIVE_INFINITY);
  }

  /** Sends what came while the client was away, as slowly as AWS does. */
  resume(): void {
    const { session, clock } = this.#options;
    this.#nextRound = undefined;
    this.#sendWaiting(STORED_PER_SECOND);
    if (session.waiting > 0) this.#nextRound = clock.at(clock.now() + 1000, () => this.resume());
  }

  stop(): void {
    this.#nextRound?.();
    this.#nextRound = undefined;
  }

  get #isFull(): boolean {
    return this.#options.session.unacknowledged >= this.#options.receiveMaximum;
  }

  #sendWaiting(most: number): void {
    const { session } = this.#options;
    for (let sent = 0; sent < most && session.waiting > 0 && !this.#isFull; sent += 1) {
      const delivery = session.nextWaiting();
      if (delivery !== undefined) this.#trySend(delivery);
    }
  }

  /** A publisher is not to suffer for one of its receivers. */
  #trySend(delivery: Delivery): void {
    try {
      this.#send(delivery);
    } catch (error) {
      this.#options.failed(error);
    }
  }

  #send(delivery: Delivery): void {
    const { session, transport, version, clock, maximumPacketSize, mayReceive, delivered } = this.#options;
    const { message, qos, retain } = delivery;
    if (message.expiresAt !== undefined && isExpired(message, clock.now())) return;
    if (qos === 0 && transport.backlog > LARGEST_BACKLOG) return;
    if (!mayReceive(message.topic)) return;
    const packetId = qos === 0 ? 0 : session.sending(delivery);
    const bytes = publish(version, {
      topic: message.topic,
      payload: message.payload,
      qos,
      retain,
      packetId,
      properties: this.#properties(message),
    });
    // [MQTT-3.1.2-24], [MQTT-3.1.2-25]
    if (bytes.length > maximumPacketSize) return void session.acknowledge(packetId);
    delivered();
    transport.send(bytes);
  }

  #properties(message: Message) {
    return message.expiresAt === undefined ? message.properties : propertiesAt(message, this.#options.clock.now());
  }
}
