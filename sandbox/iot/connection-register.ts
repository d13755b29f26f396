import type { ConnectionSnapshot } from '../../contract/mqtt-connection.js';
import { type Connection, snapshotOf } from './connection.js';
import type { Session } from './mqtt/session.js';

/** Whoever speaks on a connection. */
export interface Connected {
  readonly connection: Connection;
}

/** The connections of a broker, and those that ended last: it alone owns them. */
export interface ConnectionRegister<Client extends Connected> {
  add(client: Client): void;
  /** It was let in, and is the connection of its client ID from now on. */
  letIn(clientId: string, client: Client): void;
  /** The connection of this client ID that has been let in. */
  connected(clientId: string): Client | undefined;
  /** The connection that a session had last, or has. */
  lastOf(session: Session): Connection | undefined;
  /** Takes one out that has ended. */
  ended(client: Client): void;
  open(): readonly Client[];
  /** Open ones, then those that ended last. */
  snapshots(): readonly ConnectionSnapshot[];
}

/** Ended connections that are still told about. */
const KEPT_ENDED = 200;

export function createConnectionRegister<Client extends Connected>(): ConnectionRegister<Client> {
  const open = new Set<Client>();
  const byClientId = new Map<string, Client>();
  const last = new WeakMap<Session, Connection>();
  const ended: ConnectionSnapshot[] = [];
  return {
    add: (client) => void open.add(client),
    letIn(clientId, client) {
      byClientId.set(clientId, client);
      const { session } = client.connection;
      if (session !== undefined) last.set(session, client.connection);
    },
    lastOf: (session) => last.get(session),
    connected: (clientId) => byClientId.get(clientId),
    ended(client) {
      open.delete(client);
      const { clientId = '' } = client.connection;
      if (byClientId.get(clientId) === client) byClientId.delete(clientId);
      ended.push(snapshotOf(client.connection));
      if (ended.length > KEPT_ENDED) ended.shift();
    },
    open: () => [...open],
    snapshots: () => [...[...open].map(({ connection }) => snapshotOf(connection)), ...ended.toReversed()],
  };
}
