import { keepable, type Message, weightOf } from './message.js';
import type { ProtocolVersion } from './packets.js';
import type { Subscription } from './subscription-index.js';

/** A message with the QoS that its receiver gets it with. */
export interface Delivery {
  readonly message: Message;
  readonly qos: 0 | 1;
  /** Of the packet: whether it was retained when the client subscribed, or the subscription keeps the flag. */
  readonly retain: boolean;
}

/** Whoever a session's messages go to while it is connected. */
export interface Receiver {
  deliver(delivery: Delivery): void;
}

/** Messages of QoS 1 that wait for one client: AWS documents quotas for an account and none for a session. */
const MOST_WAITING = 1000;

/** Bytes of them: whoever sends large ones to clients that are away, or do not acknowledge, fills no memory. */
const LARGEST_WAITING = 2 ** 24;

const LAST_PACKET_ID = 65_535;

/** What outlives a connection: subscriptions, and messages of QoS 1 that are not acknowledged or not sent yet. */
export class Session {
  readonly clientId: string;
  readonly version: ProtocolVersion;
  /** Seconds that it outlives its connection; 0 for one that ends with it. */
  expiry: number;
  /** By filter. */
  readonly subscriptions = new Map<string, Subscription<Session>>();
  receiver: Receiver | undefined;
  readonly #unacknowledged = new Map<number, Delivery>();
  #waiting: Delivery[] = [];
  #waitingBytes = 0;
  #lastId = 0;

  constructor(clientId: string, version: ProtocolVersion, expiry: number) {
    this.clientId = clientId;
    this.version = version;
    this.expiry = expiry;
  }

  get unacknowledged(): number {
    return this.#unacknowledged.size;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Takes an ID for a message that is sent now. */
  sending(delivery: Delivery): number {
    do this.#lastId = this.#lastId === LAST_PACKET_ID ? 1 : this.#lastId + 1;
    while (this.#unacknowledged.has(this.#lastId));
    this.#unacknowledged.set(this.#lastId, delivery);
    return this.#lastId;
  }

  /** False for an ID that nothing was sent with. */
  acknowledge(packetId: number): boolean {
    return this.#unacknowledged.delete(packetId);
  }

  /** Keeps a message for later; what exceeds the limits is dropped, as on AWS. */
  wait(delivery: Delivery): void {
    const weight = weightOf(delivery.message);
    if (this.#waiting.length >= MOST_WAITING || this.#waitingBytes + weight > LARGEST_WAITING) return;
    this.#waiting.push({ ...delivery, message: keepable(delivery.message) });
    this.#waitingBytes += weight;
  }

  nextWaiting(): Delivery | undefined {
    const next = this.#waiting.shift();
    if (next !== undefined) this.#waitingBytes -= weightOf(next.message);
    return next;
  }

  /** Drops what waits on these topics. */
  forgetWaiting(isUnwanted: (topic: string) => boolean): void {
    this.#await(this.#waiting.filter(({ message }) => !isUnwanted(message.topic)));
  }

  /** What was sent and not acknowledged is sent once more when the client is back, before the others. */
  left(): void {
    this.receiver = undefined;
    const again = [...this.#unacknowledged.values()].map((delivery) => ({
      ...delivery,
      message: keepable(delivery.message),
    }));
    this.#unacknowledged.clear();
    this.#await([...again, ...this.#waiting]);
  }

  #await(deliveries: Delivery[]): void {
    this.#waiting = deliveries;
    this.#waitingBytes = deliveries.reduce((sum, { message }) => sum + weightOf(message), 0);
  }
}
