import type { TestClient } from '../../../contract/console-state.js';
import { Outcome } from '../../operator/outcome.js';
import { useTask } from '../../operator/use-task.js';
import { TimeOf } from '../../parts/time-of.js';
import { hashOf } from '../../routing/route.js';
import { useIdentityNames, useOperator } from '../../state/use-console.js';
import { payloadText } from '../messages/payload-text.js';
import { PublishForm } from './publish-form.js';
import { SubscribeForm } from './subscribe-form.js';

/** One connection: what it subscribes to, publishes and hears. */
export function TestClientCard({ client }: { readonly client: TestClient }) {
  const { id, clientId, identityId, isOpen, end, received } = client;
  const who = useIdentityNames().of(identityId);
  const operator = useOperator();
  const task = useTask();
  const heard = received.map((one, place) => ({ ...one, key: `${one.time} ${place}` })).reverse();
  const heading = `client-${id}`;
  return (
    <section className="card" aria-labelledby={heading}>
      <div className="detail-head">
        <h2 id={heading}>{who}</h2>
        <span className={`mark ${isOpen ? 'good' : 'bad'}`}>{isOpen ? 'connected' : 'ended'}</span>
      </div>
      <p className="mono muted">
        <a href={hashOf({ area: 'identities', item: identityId })}>{clientId}</a>
      </p>
      {end !== undefined && (
        <p className="bad">
          {end.reason}: {end.explanation}
        </p>
      )}
      {isOpen && (
        <>
          <SubscribeForm client={client} />
          <PublishForm client={client} />
        </>
      )}
      <h3>Received</h3>
      {received.length === 0 ? (
        <p className="muted">Nothing yet.</p>
      ) : (
        <ol className="received" aria-label={`Received by ${who}, newest first`} aria-live="polite">
          {heard.map(({ key, time, topic, payload }) => (
            <li key={key}>
              <TimeOf time={time} /> <code>{topic}</code> <code className="payload">{payloadText(payload)}</code>
            </li>
          ))}
        </ol>
      )}
      {isOpen && (
        <div className="buttons">
          <button
            type="button"
            className="button"
            onClick={() => void task.run(() => operator.act('mqtt/disconnect', { id }), 'Disconnected.')}
          >
            Disconnect
          </button>
        </div>
      )}
      <Outcome task={task} />
    </section>
  );
}
