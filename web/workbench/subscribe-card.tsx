import { type FormEvent, useState } from 'react';
import { seriesColor } from '../messages/series-color.js';
import { RefusalsView } from '../refusals/refusals-view.js';
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
  const add = async (event: FormEvent) => {
    event.preventDefault();
    // Unless something else has been typed meanwhile.
    if (await session.subscribe(filter.trim())) setFilter((typed) => (typed === filter ? '' : typed));
  };
  return (
    <section className="card" aria-labelledby="subscribe-title">
      <h2 id="subscribe-title">Subscribe</h2>
      <ul className="subscriptions" aria-label="Subscriptions">
        {subscriptions.map(({ filter, status, received }, index) => (
          <li key={filter} data-status={status}>
            <span className="swatch" style={{ background: seriesColor(index) }} aria-hidden="true" />
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
