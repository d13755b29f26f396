import { accessInWords } from '../session/access-in-words.js';
import { useSession } from '../session/use-session.js';
import { useSessionState } from '../session/use-visit.js';
import { TopicName } from '../topics/topic-name.js';
import { AllowedTopics } from './allowed-topics.js';

/** Who AWS takes the user for, and what is attached to that identity. */
export function IdentityCard() {
  const { identityId, clientId, policy, connection, holder } = useSessionState();
  const session = useSession();
  const notTold = holder.kind === 'guest' ? 'none: a guest is held to the role alone' : '…';
  return (
    <section className="card" aria-labelledby="identity-title">
      <h2 id="identity-title">Identity and policy</h2>
      <dl className="facts">
        <dt>Identity ID</dt>
        <dd>
          <code data-testid="identity-id">{identityId ?? '…'}</code>
        </dd>
        <dt>Client ID</dt>
        <dd>{clientId === undefined ? '…' : <TopicName name={clientId} />}</dd>
        <dt>Acts</dt>
        <dd data-testid="access">{accessInWords(holder)}</dd>
        <dt>IoT policy</dt>
        <dd data-testid="policy">
          {policy === undefined ? (
            notTold
          ) : (
            <>
              <code>{policy.name}</code>{' '}
              <span className={policy.attached ? 'tag tag-good' : 'tag tag-bad'}>
                {policy.attached ? 'attached' : 'not attached'}
              </span>
            </>
          )}
        </dd>
      </dl>
      <AllowedTopics />
      {policy !== undefined && (
        <div className="actions">
          {policy.attached ? (
            <>
              <button type="button" className="button-quiet" onClick={() => session.detach()}>
                Detach the policy
              </button>
              <button type="button" className="button-quiet" onClick={() => session.renewRights()}>
                Take up changed rights
              </button>
            </>
          ) : (
            (connection === 'closed' || connection === 'denied') && (
              <button type="button" className="button" onClick={() => session.tryNow()}>
                Connect again
              </button>
            )
          )}
        </div>
      )}
    </section>
  );
}
