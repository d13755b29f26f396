import { useMemo } from 'react';
import { LiveArea } from '../../live/live-area.js';
import { EmptyState } from '../../parts/empty-state.js';
import { TimeOf } from '../../parts/time-of.js';
import { hashOf } from '../../routing/route.js';
import { useConsole, useIdentityNames } from '../../state/use-console.js';
import { ConnectionDetail } from './connection-detail.js';
import { type ConnectionRow, connectionRows } from './connection-row.js';

/** Who is connected, and why others no longer are. */
export function ConnectionsArea() {
  const connections = useConsole('connections');
  const names = useIdentityNames();
  const rows = useMemo(() => connectionRows(connections, names), [connections, names]);
  return (
    <LiveArea
      area="connections"
      about="MQTT connections: open ones first, then those that ended, with the reason; and handshakes that failed."
      rows={rows}
      renderRow={(row) => <Row {...row} />}
      renderDetail={(row) => <ConnectionDetail {...row} />}
      announce={({ connection: { clientId, end }, isOpen }) =>
        isOpen ? `Connected: ${clientId}` : `Ended: ${clientId}, ${end?.reason}`
      }
      empty={
        <EmptyState title="Nobody has connected">
          Connect with your app to <code>{location.origin.replace(/^http/, 'ws')}/mqtt</code>, or{' '}
          <a href={hashOf({ area: 'try' })}>connect as one of the users</a>.
        </EmptyState>
      }
    />
  );
}

function Row({ connection, who, isOpen, refused }: ConnectionRow) {
  const { clientId, connectedAt, endedAt, end, subscriptions, received, delivered } = connection;
  return (
    <>
      <TimeOf time={endedAt ?? connectedAt ?? 0} />
      <span className={`mark ${isOpen ? 'good' : refused ? 'bad' : ''}`}>
        {isOpen ? 'open' : (end?.reason ?? 'ended')}
      </span>
      <code className="grow">{clientId ?? connection.handshake ?? 'no client ID yet'}</code>
      <span className="half muted">{who}</span>
      <span className="minor muted" title={`${subscriptions.length} subscriptions`}>
        {received} in, {delivered} out
      </span>
    </>
  );
}
