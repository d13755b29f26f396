import type { PublishFlags, QoS, ReceivedPacket } from '../mqtt-session.js';
import { covers } from '../topic-limits.js';

/** What was published, by whomever. */
export interface Published extends PublishFlags {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** An identity ID; undefined for a device. */
  readonly from: string | undefined;
}

/** What the broker remembers of a client ID. */
export interface FakeSession {
  /** Filters with their QoS. */
  readonly filters: Map<string, QoS>;
  /** Whether its user may have messages of the topic. */
  mayReceive(topic: string): boolean;
  /** While it is connected. Resolves when the client has it. */
  receive: ((packet: ReceivedPacket) => Promise<void>) | undefined;
  /** What has come meanwhile. */
  waiting: Waiting[];
  /** Milliseconds since 1970: until then it is kept without a connection. */
  endsAt: number;
}

interface Waiting {
  readonly message: Published;
  readonly qos: QoS;
  readonly expiresAt: number;
}

/** Passes messages on as AWS IoT does. */
export interface FakeRouter {
  /** Resolves when all who are connected have it. */
  route(message: Published): Promise<void>;
  /** A session as it was left, or a new one. */
  open(clientId: string): { readonly session: FakeSession; readonly isPresent: boolean };
  close(clientId: string, expiry: number): void;
  /** What has waited. */
  resume(session: FakeSession): void;
  subscribe(session: FakeSession, filter: string, qos: QoS): void;
}

export function createFakeRouter(): FakeRouter {
  const sessions = new Map<string, FakeSession>();
  const retained = new Map<string, Waiting>();

  const deliver = async (session: FakeSession, { message, qos, expiresAt }: Waiting, retain = false) => {
    const left = expiresAt - Date.now();
    if (left <= 0 || !session.mayReceive(message.topic)) return;
    const { topic, payload, properties = {} } = message;
    const expiry = Number.isFinite(left) ? { messageExpiry: Math.ceil(left / 1000) } : {};
    await session.receive?.({
      topic,
      payload: payload.slice(),
      qos,
      retain,
      dup: false,
      properties: { ...properties, ...expiry },
    });
  };

  const hand = async (session: FakeSession, message: Published) => {
    // Once, however many filters cover it, with the best QoS of them.
    const granted = [...session.filters].filter(([filter]) => covers(filter, message.topic)).map(([, qos]) => qos);
    if (granted.length === 0) return;
    const delivery = waitingOf(message, Math.min(message.qos, Math.max(...granted)) === 1 ? 1 : 0);
    if (session.receive) await deliver(session, delivery);
    else if (delivery.qos === 1 && session.endsAt > Date.now()) session.waiting.push(delivery);
  };

  return {
    async route(message) {
      // AWS IoT takes an empty one as the end of what it keeps.
      if (message.retain && message.payload.length === 0) retained.delete(message.topic);
      else if (message.retain) retained.set(message.topic, waitingOf(message, message.qos));
      await Promise.all([...sessions.values()].map((session) => hand(session, message)));
    },
    open(clientId) {
      const known = sessions.get(clientId);
      if (known !== undefined && known.endsAt > Date.now()) return { session: known, isPresent: true };
      const session: FakeSession = {
        filters: new Map(),
        mayReceive: () => true,
        receive: undefined,
        waiting: [],
        endsAt: Number.POSITIVE_INFINITY,
      };
      sessions.set(clientId, session);
      return { session, isPresent: false };
    },
    close(clientId, expiry) {
      const session = sessions.get(clientId);
      if (session === undefined) return;
      session.receive = undefined;
      session.endsAt = Date.now() + expiry * 1000;
      if (expiry === 0) sessions.delete(clientId);
    },
    resume(session) {
      session.endsAt = Number.POSITIVE_INFINITY;
      for (const delivery of session.waiting.splice(0)) void deliver(session, delivery);
    },
    subscribe(session, filter, qos) {
      session.filters.set(filter, qos);
      // As on AWS, it greets who subscribes to exactly its topic: https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt-retain-using
      const kept = retained.get(filter);
      if (kept) void deliver(session, { ...kept, qos: Math.min(kept.qos, qos) === 1 ? 1 : 0 }, /* retain */ true);
    },
  };
}

function waitingOf(message: Published, qos: QoS): Waiting {
  const { messageExpiry } = message.properties ?? {};
  const expiresAt = messageExpiry === undefined ? Number.POSITIVE_INFINITY : Date.now() + messageExpiry * 1000;
  return { message, qos, expiresAt };
}
