import type { Clock } from '../base/clock.js';

/** Milliseconds that the subscriptions of a persistent session outlive its connection; AWS's default. */
const SESSION_EXPIRY = 3_600_000;

/** Lets persistent sessions end an hour after their connection. */
export interface PersistentSessions {
  /** The client is back: its session goes on. */
  resumed(clientId: string): void;
  /** The connection has ended; from now on the session's time runs. */
  left(clientId: string): void;
}

/**
 * @param isConnected by another connection, which has the session now
 * @param forget drops the session's subscriptions
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt-persistent-sessions
 */
export function createPersistentSessions(
  clock: Clock,
  isConnected: (clientId: string) => boolean,
  forget: (clientId: string) => void,
): PersistentSessions {
  const plans = new Map<string, () => void>();
  const resumed = (clientId: string) => {
    plans.get(clientId)?.();
    plans.delete(clientId);
  };
  return {
    resumed,
    left(clientId) {
      resumed(clientId);
      const end = () => {
        plans.delete(clientId);
        if (!isConnected(clientId)) forget(clientId);
      };
      plans.set(clientId, clock.at(clock.now() + SESSION_EXPIRY, end));
    },
  };
}
