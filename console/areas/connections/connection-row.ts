import type { ConnectionSnapshot, FailedHandshake } from '../../../contract/mqtt-connection.js';
import type { LiveRow } from '../../live/live-row.js';
import type { IdentityNames } from '../../state/identity-names.js';

export type AnyConnection = ConnectionSnapshot | FailedHandshake;

export interface ConnectionRow extends LiveRow {
  readonly connection: AnyConnection;
  readonly who: string;
  readonly isOpen: boolean;
}

/** Open ones first, as the sandbox has them. A client that has connected more than once has a row for each time. */
export function connectionRows(connections: readonly AnyConnection[], names: IdentityNames): ConnectionRow[] {
  const seen = new Map<string, number>();
  return connections.map((connection) => {
    const { clientId, identityId, connectedAt, endedAt, end } = connection;
    const same = [clientId ?? connection.handshake ?? '', connectedAt ?? endedAt ?? ''].join('@');
    const times = (seen.get(same) ?? 0) + 1;
    seen.set(same, times);
    const who = identityId === undefined ? 'nobody known' : names.of(identityId);
    return {
      key: times === 1 ? same : `${same}-${times}`,
      text: [clientId, who, identityId, end?.reason, ...connection.subscriptions].join(' '),
      refused: end !== undefined && !CALM_ENDS.has(end.reason),
      identity: identityId,
      connection,
      who,
      isOpen: endedAt === undefined,
    };
  });
}

/** Ends that somebody meant. */
const CALM_ENDS: ReadonlySet<string> = new Set(['CLIENT_INITIATED_DISCONNECT', 'API_INITIATED_DISCONNECT']);
