import { ConfirmedButton } from '../../operator/confirmed-button.js';
import { Outcome } from '../../operator/outcome.js';
import { useTask } from '../../operator/use-task.js';
import { CopyButton } from '../../parts/copy-button.js';
import { hashOf } from '../../routing/route.js';
import { useOperator } from '../../state/use-console.js';
import type { ConnectionRow } from './connection-row.js';

export function ConnectionDetail({ connection, who, isOpen }: ConnectionRow) {
  const { clientId, identityId, protocolVersion, connectedAt, endedAt, end, refusals, subscriptions } = connection;
  const operator = useOperator();
  const task = useTask();
  const disconnect = (name: string) =>
    void task.run(() => operator.act('connections/disconnect', { clientId: name }), `${name} is disconnected.`);
  return (
    <>
      <h2 className="mono">{clientId ?? connection.handshake ?? 'Connection without client ID'}</h2>
      {end !== undefined && (
        <p>
          <span className="mark bad">{end.reason}</span> {end.explanation}
        </p>
      )}
      <dl className="facts">
        <dt>Who</dt>
        <dd>{identityId === undefined ? who : <a href={hashOf({ area: 'identities', item: identityId })}>{who}</a>}</dd>
        <dt>MQTT</dt>
        <dd>{protocolVersion ?? 'no CONNECT came'}</dd>
        <dt>Connected</dt>
        <dd>{connectedAt ?? 'never'}</dd>
        <dt>Ended</dt>
        <dd>{endedAt ?? 'it is open'}</dd>
        <dt>Received</dt>
        <dd>{connection.received} messages of this client</dd>
        <dt>Delivered</dt>
        <dd>{connection.delivered} messages to it</dd>
        <dt>Subscriptions</dt>
        <dd className="mono">{subscriptions.length === 0 ? 'none' : subscriptions.join(', ')}</dd>
      </dl>
      {refusals.length > 0 && (
        <section className="stack" aria-label="Refusals">
          <h3>Refusals</h3>
          <ul className="stack">
            {refusals.map(({ packet, code, explanation }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: they are only added to
              <li key={index}>
                <span className="mark bad">
                  {packet} {code}
                </span>{' '}
                {explanation}
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className="buttons">
        {isOpen && clientId !== undefined && (
          <ConfirmedButton question="Press again to disconnect" onConfirm={() => disconnect(clientId)}>
            Disconnect
          </ConfirmedButton>
        )}
        {identityId !== undefined && (
          <a className="button small" href={hashOf({ area: 'decisions', query: { identity: identityId } })}>
            Decisions
          </a>
        )}
        <CopyButton label="Copy JSON" text={JSON.stringify(connection, undefined, 2)} />
      </div>
      <Outcome task={task} />
    </>
  );
}
