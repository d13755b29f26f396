import type { ConnectionEnd } from '../../contract/mqtt-connection.js';
import type { Connected, ConnectionRegister } from './connection-register.js';
import type { Session } from './mqtt/session.js';

/** What AWS tells of a client; of one that is away, what its last connection was. */
export interface ConnectionDetails {
  readonly clientId: string;
  readonly connected: boolean;
  readonly sourceIp: string | undefined;
  /** Whether the session ends with the connection. */
  readonly cleanSession: boolean;
  /** Seconds. */
  readonly sessionExpiry: number;
  /** Seconds. */
  readonly keepAlive: number;
  /** Milliseconds since 1970. */
  readonly connectedSince: number | undefined;
  readonly disconnectedSince: number | undefined;
  readonly disconnectReason: ConnectionEnd['reason'] | undefined;
  readonly subscriptions: readonly { readonly topicFilter: string; readonly qos: 0 | 1 }[];
}

export function detailsOf(
  session: Session | undefined,
  register: Pick<ConnectionRegister<Connected>, 'lastOf'>,
): ConnectionDetails | undefined {
  if (session === undefined) return undefined;
  const { clientId, expiry, subscriptions } = session;
  const last = register.lastOf(session);
  const isConnected = session.receiver !== undefined;
  return {
    clientId,
    connected: isConnected,
    sourceIp: last?.sourceIp,
    cleanSession: expiry === 0,
    sessionExpiry: expiry,
    keepAlive: last?.keepAlive ?? 0,
    connectedSince: isConnected ? last?.connectedAt : undefined,
    disconnectedSince: isConnected ? undefined : last?.endedAt,
    disconnectReason: isConnected ? undefined : last?.end?.reason,
    subscriptions: [...subscriptions.values()].map(({ filter, qos }) => ({ topicFilter: filter, qos })),
  };
}
