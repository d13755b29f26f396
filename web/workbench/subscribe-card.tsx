import { type FormEvent, useState } from 'react';
import { RefusalsView } from '../refusals/refusals-view.js';
import { useSession } from '../session/use-session.js';
import { useSessionState } from '../session/use-visit.js';
import { topicOffers } from '../topics/topic-offers.js';
import { seriesColor } from './series-color.js';

export function SubscribeCard() {
  const { subscriptions, rights, connection } = useSessionState();
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
            <code>{filter}</code>
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
        <label className="field field-mono">
          Topic filter
          <input
            name="filter"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
            placeholder={filters[0]}
            autoComplete="off"
            spellCheck={false}
            list="own-filters"
            required
          />
        </label>
        <datalist id="own-filters">
          {[...filters, ...topics].map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <button type="submit" className="button" disabled={connection !== 'connected' && connection !== 'connecting'}>
          Subscribe
        </button>
      </form>
      <RefusalsView place="subscribe" />
    </section>
  );
}
