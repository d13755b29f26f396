import type { Connection } from './connection.js';
import { principalId } from './logging/log-entry.js';
import type { PresenceEvent } from './presence.js';

export interface LifecycleEventsOptions {
  readonly now: () => number;
  /** The broker; whoever receives is asked for `iot:Receive` there. */
  readonly publish: (topic: string, payload: string) => void;
}

/** After which the numbers of a client ID begin again: an hour without a connection, "approximately". */
const FORGOTTEN_AFTER = 3_600_000;

/** What is known of a client ID. */
interface Numbered {
  readonly versionNumber: number;
  readonly connection: Connection;
  readonly leftAt: number | undefined;
}

/**
 * Publishes AWS's lifecycle events for what happens in the broker. Client IDs with `#` or `+` have none.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/life-cycle-events.html
 */
export function createLifecycleEvents({ now, publish }: LifecycleEventsOptions): (event: PresenceEvent) => void {
  const known = new Map<string, Numbered>();

  /** The disconnect has the number of its connect, also when the next connection has come before it. */
  const numbers = new WeakMap<Connection, number>();
  const connected = (clientId: string, connection: Connection): number => {
    const before = known.get(clientId);
    const isForgotten =
      before === undefined || (before.leftAt !== undefined && now() - before.leftAt > FORGOTTEN_AFTER);
    const versionNumber = isForgotten ? 0 : before.versionNumber + 1;
    known.set(clientId, { versionNumber, connection, leftAt: undefined });
    numbers.set(connection, versionNumber);
    return versionNumber;
  };
  const disconnected = (clientId: string, connection: Connection): number => {
    const last = known.get(clientId);
    if (last?.connection === connection) known.set(clientId, { ...last, leftAt: now() });
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
      principalIdentifier: principalId(connection.caller.principal),
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
