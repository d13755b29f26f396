import type { VerifiedCaller } from '../iam/sigv4.js';
import type { RateLimiter } from '../rate-limiter.js';

/** One MQTT connection, from its signed upgrade on. */
export interface Connection {
  readonly caller: VerifiedCaller;
  readonly sourceIp: string | undefined;
  /** Undefined until CONNECT. */
  clientId: string | undefined;
  connectedAt: number | undefined;
  readonly subscriptions: Set<string>;
  readonly publishes: RateLimiter;
  received: number;
  delivered: number;
  /** Set once, by whatever ended it first. */
  end: ConnectionEnd | undefined;
}

/** Why a connection ended, in the words of AWS IoT's lifecycle events, with the sandbox's explanation. */
export interface ConnectionEnd {
  readonly reason:
    | 'AUTH_ERROR'
    | 'FORBIDDEN_ACCESS'
    | 'CLIENT_ERROR'
    | 'CLIENT_INITIATED_DISCONNECT'
    | 'CONNECTION_LOST'
    | 'DUPLICATE_CLIENTID'
    | 'API_INITIATED_DISCONNECT'
    | 'SERVER_INITIATED_DISCONNECT'
    | 'MQTT_KEEP_ALIVE_TIMEOUT'
    | 'THROTTLED'
    | 'WEBSOCKET_TTL_EXPIRATION';
  readonly explanation: string;
}

/** What `/_sandbox/connections` shows. */
export interface ConnectionSnapshot {
  readonly clientId: string | undefined;
  readonly identityId: string | undefined;
  /** ISO 8601. */
  readonly connectedAt: string | undefined;
  readonly endedAt: string | undefined;
  readonly end: ConnectionEnd | undefined;
  readonly subscriptions: readonly string[];
  readonly received: number;
  readonly delivered: number;
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
