import { reasonOf } from './abortable.js';
import { type IotAction, ThrottledError } from './iot-access-error.js';
import { type MqttSession, PacketRefused, type ProtocolVersion } from './mqtt-session.js';
import { createPressure } from './pressure.js';
import { createPublishMeter } from './publish-meter.js';
import { isOfPacket } from './reason-codes.js';
import { refusedPacket } from './refused-packet.js';

/** One packet that waits to be sent and acknowledged. */
export interface Operation {
  /** It has been refused before, so closing the connection once more is answer enough. */
  readonly suspect?: boolean;
  /** What the broker asks the policies about. */
  readonly action: IotAction;
  /** The topic or filter. */
  readonly name: string;
  /** A message that the broker is to keep, which another action must allow as well. */
  readonly retained?: boolean;
  /** Resolves when the broker has taken it; throws what the caller is to get if it has not. */
  readonly send: (session: MqttSession) => Promise<void>;
  /** How many publishes it is against the limit of the connection. */
  readonly publishes: number;
  /** Takes it back while it has not been sent; what is under way goes on, and is not sent again. */
  readonly signal?: AbortSignal | undefined;
  /** Goes before all that is not: subscriptions, so that nothing published afterwards is missed. */
  readonly urgent: boolean;
}

/**
 * What an app wants done, in order, over as many connections as it takes.
 *
 * In MQTT 5 AWS IoT answers what it refuses with a code. In MQTT 3.1.1 it closes the connection, and a network that
 * breaks looks the same. So whatever was unacknowledged when a connection closed without a word is sent again, now
 * alone: what closes the connection a second time, while nothing else was under way, is the cause. In MQTT 5 that is less
 * likely than a network that breaks again, so there it takes more.
 */
export interface Outbox {
  /** @throws NotAuthorizedError if the policies forbid it, what `refuseAll` was given, or the signal's reason */
  add(operation: Operation): Promise<void>;
  /** A message has come in: it counts against the same limit. */
  countIncoming(): void;
  open(session: MqttSession): void;
  /** Sends nothing more; resolves when all is acknowledged, or after `milliseconds`. */
  drain(milliseconds: number): Promise<void>;
  /** How many operations are sent and not acknowledged. */
  readonly underWay: number;
  /** Something waits since AWS IoT takes no more at once. */
  readonly isHigh: boolean;
  /** The connection has ended. @param reasonCode that the broker gave, in MQTT 5 */
  close(end: 'planned' | 'unexpected', reasonCode?: number): void;
  refuseAll(error: Error): void;
}

interface Entry {
  readonly operation: Operation;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  sentAt: number;
  /** Was unacknowledged when a connection closed. */
  suspect: boolean;
  /** Connections that closed without a word while it was a suspect, and alone under way. */
  closes: number;
}

/** From so many on it is the cause. */
const CLOSES_OF_A_CAUSE = { 4: 1, 5: 3 } as const;
/** A refusal comes at once; a close later than this, in milliseconds, has another cause. */
const REFUSED_WITHIN_MS = 5000;
/** AWS IoT allows 100 unacknowledged at QoS 1. */
const MOST_IN_FLIGHT = 90;
const MOST_WAITING = 10_000;

/**
 * @param onPressure something waits since AWS IoT takes no more at once; or nothing does any more
 * @param protocolVersion 4, MQTT 3.1.1, has no other word for a refusal than closing the connection
 */
export function createOutbox(onPressure = (_isHigh: boolean) => {}, protocolVersion: ProtocolVersion = 4): Outbox {
  const causes = CLOSES_OF_A_CAUSE[protocolVersion];
  const pressure = createPressure(onPressure);
  let waiting: Entry[] = [];
  let inFlight = new Set<Entry>();
  let session: MqttSession | undefined;
  let pacing: ReturnType<typeof setTimeout> | undefined;
  let meter = createPublishMeter();
  let drained = () => {};

  const pump = () => {
    clearTimeout(pacing);
    for (let next = waiting[0]; session !== undefined && next !== undefined; next = waiting[0]) {
      if (
        inFlight.size >= Math.min(MOST_IN_FLIGHT, session.receiveMaximum) ||
        (inFlight.size > 0 && alone(next, inFlight))
      )
        return pressure.tell(true);
      const pause = meter.pause(next.operation.publishes);
      if (pause > 0) {
        pacing = setTimeout(pump, pause);
        return pressure.tell(true);
      }
      waiting.shift();
      send(next, session);
    }
    if (waiting.length === 0) pressure.tell(false);
  };

  const send = (entry: Entry, over: MqttSession) => {
    entry.sentAt = Date.now();
    meter.count(entry.operation.publishes);
    const flight = inFlight.add(entry);
    const settle = (result: () => void) => {
      // The connection has ended meanwhile, and the entry waits for the next one.
      if (!flight.delete(entry)) return;
      result();
      if (inFlight.size === 0) drained();
      pump();
    };
    entry.operation.send(over).then(
      () => settle(entry.resolve),
      (error: Error) => settle(() => entry.reject(asAnswer(entry.operation, error))),
    );
  };

  return {
    add(operation) {
      if (waiting.length >= MOST_WAITING) {
        return Promise.reject(
          new ThrottledError(`${MOST_WAITING} operations are waiting.`, 'Publish less often, or wait for each.'),
        );
      }
      if (operation.signal?.aborted) return Promise.reject(reasonOf(operation.signal));
      return new Promise((resolve, reject) => {
        const entry = entryOf(operation, { resolve, reject }, () => {
          waiting = waiting.filter((other) => other !== entry);
        });
        const first = operation.urgent ? waiting.findIndex((other) => !other.operation.urgent) : -1;
        waiting.splice(first < 0 ? waiting.length : first, 0, entry);
        pump();
      });
    },
    countIncoming: () => meter.count(1),
    get underWay() {
      return inFlight.size;
    },
    get isHigh() {
      return pressure.isHigh;
    },
    open(opened) {
      session = opened;
      meter = createPublishMeter();
      pump();
    },
    async drain(milliseconds) {
      session = undefined;
      if (inFlight.size === 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        const before = drained;
        drained = () => {
          before();
          clearTimeout(timer);
          resolve();
        };
      });
    },
    close(end, reasonCode) {
      session = undefined;
      clearTimeout(pacing);
      // What was given up while it was under way is not sent again.
      const cut = [...inFlight].filter(({ operation }) => !operation.signal?.aborted);
      inFlight.clear();
      inFlight = new Set();
      drained();
      if (end === 'planned' || (reasonCode !== undefined && !isOfPacket(reasonCode))) {
        waiting = [...cut, ...waiting];
        return;
      }
      const [only] = cut;
      if (cut.length === 1 && only && Date.now() - only.sentAt < REFUSED_WITHIN_MS) {
        if (only.suspect) only.closes += 1;
        if (reasonCode !== undefined || only.closes >= causes) {
          only.reject(refusedPacket(only.operation, reasonCode));
          return;
        }
      }
      for (const entry of cut) entry.suspect = true;
      waiting = [...cut, ...waiting];
    },
    refuseAll(error) {
      const refused = [...inFlight, ...waiting];
      inFlight.clear();
      waiting = [];
      clearTimeout(pacing);
      drained();
      pressure.tell(false);
      for (const entry of refused) entry.reject(error);
    },
  };
}

/** @param takeBack when its signal aborts */
function entryOf(operation: Operation, ends: Pick<Entry, 'resolve' | 'reject'>, takeBack: () => void): Entry {
  const { signal, suspect = false } = operation;
  const reject = (error: unknown) => {
    signal?.removeEventListener('abort', abort);
    ends.reject(error);
  };
  const abort = () => {
    takeBack();
    if (signal) reject(reasonOf(signal));
  };
  signal?.addEventListener('abort', abort);
  const resolve = () => {
    signal?.removeEventListener('abort', abort);
    ends.resolve();
  };
  return { operation, resolve, reject, sentAt: 0, suspect, closes: suspect ? Number.POSITIVE_INFINITY : 0 };
}

/** A suspect goes alone, and nothing joins one that is under way. */
function alone(next: Entry, inFlight: ReadonlySet<Entry>): boolean {
  return next.suspect || [...inFlight].some(({ suspect }) => suspect);
}

/** A refusal in the app's own words; what else fails stays what it is. */
function asAnswer(operation: Operation, error: Error): Error {
  return error instanceof PacketRefused ? refusedPacket(operation, error.reasonCode) : error;
}
