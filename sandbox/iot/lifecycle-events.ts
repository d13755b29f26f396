import type { Connection } from './connection.js';
import type { PresenceEvent } from './presence.js';

export interface LifecycleEventsOptions {
  readonly now: () => number;
  /** The broker; whoever receives is asked for `iot:Receive` there. */
  readonly publish: (topic: string, payload: string) => void;
}

/** After which the numbers of a client ID begin again: an hour without a connection, "approximately". */
const FORGOTTEN_AFTER = 3_600_000;

/**
 * Publishes AWS's lifecycle events for what happens in the broker. Client IDs with `#` or `+` have none.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/life-cycle-events.html
 */
export function createLifecycleEvents({ now, publish }: LifecycleEventsOptions): (event: PresenceEvent) => void {
  const here = new Map<string, { readonly versionNumber: number; readonly connection: Connection }>();
  /** In the order in which they left: whoever makes client IDs up would fill the memory otherwise. */
  const away = new Map<string, { readonly versionNumber: number; readonly leftAt: number }>();
  const forget = () => {
    for (const [clientId, { leftAt }] of away) {
      if (now() - leftAt <= FORGOTTEN_AFTER) return;
      away.delete(clientId);
    }
  };

  /** The disconnect has the number of its connect, also when the next connection has come before it. */
  const numbers = new WeakMap<Connection, number>();
  const connected = (clientId: string, connection: Connection): number => {
    forget();
    const before = here.get(clientId) ?? away.get(clientId);
    const versionNumber = before === undefined ? 0 : before.versionNumber + 1;
    away.delete(clientId);
    here.set(clientId, { versionNumber, connection });
    numbers.set(connection, versionNumber);
    return versionNumber;
  };
  const disconnected = (clientId: string, connection: Connection): number => {
    const last = here.get(clientId);
    if (last?.connection === connection) {
      here.delete(clientId);
      away.set(clientId, { versionNumber: last.versionNumber, leftAt: now() });
    }
    return numbers.get(connection) ?? 0;
  };

  return (event) => {
    const { clientId, connection } = event;
    if (/[#+]/.test(clientId)) return;
    const common = {
      clientId,
      timestamp: now(),
      eventType: event.kind,
      sessionIdentifier: connection.id,
      // The role's, and the session's name, which all users of an identity pool share: seen on AWS, in a capture of
      // somebody else's events. An identity is not told.
      principalIdentifier: connection.caller.principal.userId,
    };
    const send = (family: string, details: object) =>
      publish(`$aws/events/${family}/${event.kind}/${clientId}`, JSON.stringify({ ...common, ...details }));
    if ('topics' in event) {
      send('subscriptions', { topics: event.topics });
    } else if (event.kind === 'connected') {
      const versionNumber = connected(clientId, connection);
      send('presence', { ipAddress: connection.sourceIp, versionNumber });
    } else {
      const disconnectReason = connection.end?.reason ?? 'UNKNOWN';
      const clientInitiatedDisconnect = disconnectReason === 'CLIENT_INITIATED_DISCONNECT';
      const versionNumber = disconnected(clientId, connection);
      send('presence', { clientInitiatedDisconnect, disconnectReason, versionNumber });
    }
  };
}
