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

/** One MQTT connection: of `/_sandbox/connections`. */
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
