import { randomUUID } from 'node:crypto';
import type { AnsweredRefusal, ConnectionEnd, ConnectionSnapshot } from '../../contract/mqtt-connection.js';
import type { RateLimiter } from '../base/rate-limiter.js';
import type { VerifiedCaller } from '../iam/sigv4.js';
import type { DataPlaneRequest } from './data-plane-request.js';
import type { ConnectPacket, ProtocolVersion } from './mqtt/packets.js';
import type { ReasonCode } from './mqtt/reason-codes.js';
import type { Session } from './mqtt/session.js';

/** Where a connection comes from. */
export type ConnectionSource = Pick<Connection, 'sourceIp' | 'sourcePort'>;

/** One MQTT connection, from its signed upgrade on. */
export interface Connection {
  /** As lifecycle events name it: one for each connection of a client ID. */
  readonly id: string;
  readonly caller: VerifiedCaller;
  readonly sourceIp: string | undefined;
  readonly sourcePort: number | undefined;
  /** Undefined until CONNECT, as the next five. */
  version: ProtocolVersion | undefined;
  clientId: string | undefined;
  connectedAt: number | undefined;
  cleanSession: boolean | undefined;
  /** Seconds. */
  keepAlive: number | undefined;
  session: Session | undefined;
  readonly publishes: RateLimiter;
  /** What the policies were asked, by action and by name: the same question is the same object. */
  readonly requests: Map<string, Map<string, DataPlaneRequest>>;
  received: number;
  delivered: number;
  /** Refusals that were answered and did not end the connection, the last ones. */
  readonly refusals: AnsweredRefusal[];
  /** Set once, by whatever ended it first. */
  end: ConnectionEnd | undefined;
  endedAt: number | undefined;
}

/** What a rule says against a packet. */
export interface Refusal {
  /** Why the connection ends over it, where it does. */
  readonly reason: ConnectionEnd['reason'];
  readonly explanation: string;
  /** What a client of MQTT 5 is told. */
  readonly code: ReasonCode;
}

/** A connection before its CONNECT. */
export function newConnection(
  caller: VerifiedCaller,
  { sourceIp, sourcePort }: ConnectionSource,
  publishes: RateLimiter,
): Connection {
  return {
    id: randomUUID(),
    caller,
    sourceIp,
    sourcePort,
    version: undefined,
    clientId: undefined,
    connectedAt: undefined,
    cleanSession: undefined,
    keepAlive: undefined,
    session: undefined,
    publishes,
    requests: new Map(),
    received: 0,
    delivered: 0,
    refusals: [],
    end: undefined,
    endedAt: undefined,
  };
}

const KEPT_REFUSALS = 10;

/** Remembers a refusal that the client was answered with. */
export function recordRefusal(connection: Connection, packet: string, { explanation, code }: Refusal): void {
  connection.refusals.push({ packet, code, explanation });
  if (connection.refusals.length > KEPT_REFUSALS) connection.refusals.shift();
}

const VERSIONS = { 3: '3.1', 4: '3.1.1', 5: '5' } as const;

export function snapshotOf(connection: Connection): ConnectionSnapshot {
  const { version, session } = connection;
  const iso = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString());
  return {
    clientId: connection.clientId,
    identityId: connection.caller.principal.cognito?.identityId,
    protocolVersion: version === undefined ? undefined : VERSIONS[version],
    connectedAt: iso(connection.connectedAt),
    endedAt: iso(connection.endedAt),
    end: connection.end,
    refusals: [...connection.refusals],
    subscriptions: [...(session?.subscriptions.keys() ?? [])],
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
  // AWS does not say what of the two makes a session of MQTT 5 persistent: either does, which asks for more.
  const isPersistent = !packet.clean || (packet.properties.sessionExpiryInterval ?? 0) > 0;
  const attributes = [...(isPersistent ? ['PersistentConnect'] : []), ...(packet.will ? ['LastWill'] : [])];
  if (attributes.length > 0) conditions.set('iot:connectattributes', attributes);
  if (packet.will) conditions.set('iot:lastwilltopic', [topicArn(packet.will.topic)]);
  return conditions;
}
