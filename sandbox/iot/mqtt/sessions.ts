import type { Clock } from '../../base/clock.js';
import type { ProtocolVersion } from './packets.js';
import { Session } from './session.js';
import type { Subscription, SubscriptionIndex } from './subscription-index.js';

/** Seconds that a session outlives its connection at most, and in MQTT 3.1.1 always: AWS's default for an account. */
export const LONGEST_SESSION_EXPIRY = 3600;

/** What a client asks of its session. */
export interface SessionRequest {
  readonly clientId: string;
  readonly version: ProtocolVersion;
  /** Whether to forget what there was. */
  readonly clean: boolean;
  /** Seconds, not above the longest. */
  readonly expiry: number;
}

/** The sessions of all clients, those that are away too. */
export interface Sessions {
  /** The session of a client that connects, and whether it had been there before. */
  open(request: SessionRequest): { readonly session: Session; readonly isResumed: boolean };
  get(clientId: string): Session | undefined;
  /** The client is gone; from now on the session's time runs. */
  left(session: Session): void;
  end(session: Session): void;
  subscribe(subscription: Subscription<Session>): void;
  /** False if there was none. */
  unsubscribe(session: Session, filter: string): boolean;
}

/** @see https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt-persistent-sessions */
export function createSessions(clock: Clock, index: SubscriptionIndex<Session>): Sessions {
  const byClientId = new Map<string, Session>();
  /** What takes back the end of a session that is away. */
  const ends = new Map<Session, () => void>();

  const keep = (session: Session) => {
    ends.get(session)?.();
    ends.delete(session);
  };

  const end = (session: Session) => {
    keep(session);
    for (const subscription of session.subscriptions.values()) index.delete(subscription);
    session.subscriptions.clear();
    if (byClientId.get(session.clientId) === session) byClientId.delete(session.clientId);
  };

  return {
    end,
    get: (clientId) => byClientId.get(clientId),
    open({ clientId, version, clean, expiry }) {
      const before = byClientId.get(clientId);
      // AWS resumes no session of MQTT 3 in MQTT 5, nor the other way round.
      const isResumed = before !== undefined && !clean && (before.version === 5) === (version === 5);
      if (before !== undefined && isResumed) {
        keep(before);
        before.expiry = expiry;
        return { session: before, isResumed };
      }
      if (before !== undefined) end(before);
      const session = new Session(clientId, version, expiry);
      byClientId.set(clientId, session);
      return { session, isResumed: false };
    },
    left(session) {
      session.left();
      if (session.expiry === 0) return end(session);
      ends.set(
        session,
        clock.at(clock.now() + session.expiry * 1000, () => end(session)),
      );
    },
    subscribe(subscription) {
      const { session, filter } = subscription;
      const before = session.subscriptions.get(filter);
      if (before !== undefined) index.delete(before);
      session.subscriptions.set(filter, subscription);
      index.add(subscription);
    },
    unsubscribe(session, filter) {
      const before = session.subscriptions.get(filter);
      if (before === undefined) return false;
      index.delete(before);
      return session.subscriptions.delete(filter);
    },
  };
}
