import type { Duplex } from 'node:stream';
import type { Client } from 'aedes';
import type { ConnectionEnd, ConnectionSnapshot } from '../../contract/mqtt-connection.js';
import { type Connection, recordEnd, snapshotOf, takenOver } from './connection.js';

/** The connections of a broker, and those that ended last: it alone owns them. */
export interface ConnectionRegister {
  add(stream: Duplex, connection: Connection): void;
  /** Also after its end, for a will that is published then. */
  of(client: Client): Connection | undefined;
  /** The connection of this client ID that has been let in. */
  connected(clientId: string): readonly [Duplex, Connection] | undefined;
  /** Notes why a client's connection ends; the first reason stays. */
  endsAs(client: Client, reason: ConnectionEnd['reason'], explanation: string): void;
  /** Takes a stream out that has closed. */
  closed(stream: Duplex, connection: Connection, now: number): void;
  streams(): readonly Duplex[];
  /** Open ones, then those that ended last. */
  snapshots(): readonly ConnectionSnapshot[];
}

/** Ended connections that are still told about. */
const KEPT_ENDED = 200;

export function createConnectionRegister(): ConnectionRegister {
  const known = new WeakMap<object, Connection>();
  const open = new Map<Duplex, Connection>();
  const ended: ConnectionSnapshot[] = [];
  return {
    add(stream, connection) {
      known.set(stream, connection);
      open.set(stream, connection);
    },
    of: (client) => known.get(client.conn),
    connected: (clientId) =>
      [...open].find(([, connection]) => connection.clientId === clientId && connection.connectedAt !== undefined),
    endsAs(client, reason, explanation) {
      const connection = known.get(client.conn);
      if (connection !== undefined) recordEnd(connection, reason, explanation);
    },
    closed(stream, connection, now) {
      open.delete(stream);
      connection.end ??= takenOver(open, connection) ?? {
        reason: 'CLIENT_INITIATED_DISCONNECT',
        explanation: 'the client closed the connection',
      };
      ended.push(snapshotOf(connection, now));
      if (ended.length > KEPT_ENDED) ended.shift();
    },
    streams: () => [...open.keys()],
    snapshots: () => [...[...open.values()].map((connection) => snapshotOf(connection)), ...ended.toReversed()],
  };
}
