import { type Dispatch, type FormEvent, type SetStateAction, useEffect, useState } from 'react';
import { useSubscription } from '../../client/react/react.js';
import { seriesColor } from '../messages/series-color.js';
import { RefusalsView } from '../refusals/refusals-view.js';
import type { TopicSubscription } from '../session/session-state.js';
import { useSession } from '../session/use-session.js';
import { useSessionState } from '../session/use-visit.js';
import { TopicInput } from '../topics/topic-input.js';
import { TopicName } from '../topics/topic-name.js';
import { topicOffers } from '../topics/topic-offers.js';

export function SubscribeCard() {
  const { client, subscriptions, rights, connection } = useSessionState();
  const session = useSession();
  const { filters, topics } = topicOffers(rights?.topics);
  const [filter, setFilter] = useState('');
  const add = (event: FormEvent) => {
    event.preventDefault();
    const isKept = subscriptions.some((one) => one.filter === filter.trim() && one.status === 'active');
    if (isKept) setFilter('');
    else session.subscribe(filter.trim());
  };
  return (
    <section className="card" aria-labelledby="subscribe-title">
      <h2 id="subscribe-title">Subscribe</h2>
      <ul className="subscriptions" aria-label="Subscriptions">
        {subscriptions.map((one, index) => (
          <Kept key={one.filter} subscription={one} color={seriesColor(index)} setTyped={setFilter} />
        ))}
      </ul>
      {subscriptions.length === 0 && <p className="note">No subscriptions yet.</p>}
      <form onSubmit={add} className="row">
        <TopicInput
          label="Topic filter"
          name="filter"
          value={filter}
          onType={setFilter}
          example={filters[0]}
          offers={[...filters, ...topics]}
        />
        <button type="submit" className="button" disabled={connection !== 'connected' && connection !== 'connecting'}>
          Subscribe
        </button>
      </form>
      {filter !== '' && client?.may('subscribe', filter.trim()) === false && (
        <p className="note" role="status">
          Your rights do not name this filter: AWS IoT is likely to refuse it.
        </p>
      )}
      <RefusalsView place="subscribe" />
    </section>
  );
}

interface KeptProps {
  readonly subscription: TopicSubscription;
  readonly color: string;
  /** What stands in the form, which is done with once it is subscribed to. */
  readonly setTyped: Dispatch<SetStateAction<string>>;
}

/** Subscribed to as long as it is shown. */
function Kept({ subscription, color, setTyped }: KeptProps) {
  const { filter, status, received } = subscription;
  const session = useSession();
  const { isSubscribed, error } = useSubscription(filter, (message) => session.receive(filter, message));
  useEffect(() => {
    session.showSubscription(filter, isSubscribed);
    if (isSubscribed) setTyped((typed) => (typed.trim() === filter ? '' : typed));
  }, [session, filter, isSubscribed, setTyped]);
  useEffect(() => {
    if (error !== undefined) void session.refuseSubscription(filter, error);
  }, [session, filter, error]);
  return (
    <li data-status={status}>
      <span className="swatch" style={{ background: color }} aria-hidden="true" />
      <TopicName name={filter} />
      <span className="count">{status === 'waiting' ? '…' : received}</span>
      <button
        type="button"
        className="button-quiet"
        onClick={() => session.unsubscribe(filter)}
        aria-label={`Remove the subscription of ${filter}`}
      >
        Remove
      </button>
    </li>
  );
}
