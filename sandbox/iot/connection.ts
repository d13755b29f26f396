import type { Duplex } from 'node:stream';
import type { ConnectPacket } from 'aedes';
import type { ConnectionEnd, ConnectionSnapshot } from '../../contract/mqtt-connection.js';
import type { RateLimiter } from '../base/rate-limiter.js';
import type { VerifiedCaller } from '../iam/sigv4.js';

/** One MQTT connection, from its signed upgrade on. */
export interface Connection {
  readonly caller: VerifiedCaller;
  readonly sourceIp: string | undefined;
  /** Undefined until CONNECT. */
  clientId: string | undefined;
  connectedAt: number | undefined;
  /** Whether its session outlives it. */
  persistent: boolean;
  readonly subscriptions: Set<string>;
  /** Filters that the policies refused when they were last asked for, where that does not end the connection. */
  readonly refusedFilters: Set<string>;
  readonly publishes: RateLimiter;
  received: number;
  delivered: number;
  /** Set once, by whatever ended it first. */
  end: ConnectionEnd | undefined;
}

/** A connection before its CONNECT. */
export function newConnection(
  caller: VerifiedCaller,
  sourceIp: string | undefined,
  publishes: RateLimiter,
): Connection {
  return {
    caller,
    sourceIp,
    clientId: undefined,
    connectedAt: undefined,
    persistent: false,
    subscriptions: new Set(),
    refusedFilters: new Set(),
    publishes,
    received: 0,
    delivered: 0,
    end: undefined,
  };
}

/** Remembers why the connection ends, unless something else has ended it already. @returns the error for the broker */
export function recordEnd(connection: Connection, reason: ConnectionEnd['reason'], explanation: string): Error {
  connection.end ??= { reason, explanation };
  return new Error(explanation);
}

export function snapshotOf(connection: Connection, endedAt?: number): ConnectionSnapshot {
  const iso = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString());
  return {
    clientId: connection.clientId,
    identityId: connection.caller.principal.cognito?.identityId,
    connectedAt: iso(connection.connectedAt),
    endedAt: iso(endedAt),
    end: connection.end,
    subscriptions: [...connection.subscriptions],
    received: connection.received,
    delivered: connection.delivered,
  };
}

/**
 * What `iot:Connect` is asked with beside the client ID, by lower-case condition key.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/connect-policy.html
 */
export function connectConditions(packet: ConnectPacket, topicArn: (topic: string) => string): Map<string, string[]> {
  const conditions = new Map<string, string[]>();
  const attributes = [...(packet.clean ? [] : ['PersistentConnect']), ...(packet.will ? ['LastWill'] : [])];
  if (attributes.length > 0) conditions.set('iot:connectattributes', attributes);
  if (packet.will) conditions.set('iot:lastwilltopic', [topicArn(packet.will.topic)]);
  return conditions;
}

/** Why a connection ended whose client ID another one has now; undefined if none has. */
export function takenOver(open: ReadonlyMap<Duplex, Connection>, { clientId }: Connection): ConnectionEnd | undefined {
  const successor = [...open.values()].some((other) => clientId !== undefined && other.clientId === clientId);
  return successor ? { reason: 'DUPLICATE_CLIENTID', explanation: 'another connection took the client ID' } : undefined;
}
