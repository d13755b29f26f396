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
    | 'SERVER_ERROR'
    | 'SERVER_INITIATED_DISCONNECT'
    | 'MQTT_KEEP_ALIVE_TIMEOUT'
    | 'THROTTLED'
    | 'WEBSOCKET_TTL_EXPIRATION';
  readonly explanation: string;
}

/** What a packet was refused with, where that did not end the connection. */
export interface AnsweredRefusal {
  /** `PUBLISH` or `SUBSCRIBE`. */
  readonly packet: string;
  /** MQTT 5's reason code, as it was sent to a client of MQTT 5. */
  readonly code: number;
  readonly explanation: string;
}

/** One MQTT connection: of `/_sandbox/connections`. */
export interface ConnectionSnapshot {
  readonly clientId: string | undefined;
  readonly identityId: string | undefined;
  /** Undefined until CONNECT. */
  readonly protocolVersion: '3.1' | '3.1.1' | '5' | undefined;
  /** ISO 8601. */
  readonly connectedAt: string | undefined;
  readonly endedAt: string | undefined;
  readonly end: ConnectionEnd | undefined;
  /** The last ones, oldest first. */
  readonly refusals: readonly AnsweredRefusal[];
  readonly subscriptions: readonly string[];
  readonly received: number;
  readonly delivered: number;
  /** Is there where the connection never came so far as MQTT. */
  readonly handshake?: undefined;
}

/** A connection that failed before MQTT, which AWS IoT has no event for: of `/_sandbox/connections`. */
export interface FailedHandshake {
  readonly handshake: 'tls' | 'websocket';
  /** ISO 8601. */
  readonly endedAt: string;
  /** TLS's own words (`tlsv1 alert unknown ca`), or the code that the upgrade was refused with. */
  readonly end: { readonly reason: string; readonly explanation: string };
  readonly clientId: undefined;
  readonly identityId: undefined;
  readonly protocolVersion: undefined;
  readonly connectedAt: undefined;
  readonly refusals: readonly AnsweredRefusal[];
  readonly subscriptions: readonly string[];
  readonly received: 0;
  readonly delivered: 0;
}
