import type { FormEvent } from 'react';
import type { TestClient } from '../../../contract/console-state.js';
import { Field } from '../../parts/field.js';
import { formValues } from '../../parts/form-values.js';
import { useOperator } from '../../state/use-console.js';
import { Refusal, useTry } from './refusal.js';
import { useTopics } from './use-topics.js';

export function SubscribeForm({ client: { id, identityId, subscriptions } }: { readonly client: TestClient }) {
  const operator = useOperator();
  const attempt = useTry();
  const { filters } = useTopics(identityId);
  const list = `filters-${id}`;
  const subscribe = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { filter = '', qos } = formValues(event.currentTarget);
    const body = { id, filter, qos: qos === '1' ? 1 : 0 } as const;
    void attempt.run(() => operator.act('mqtt/subscribe', body), `Subscribed to ${filter}.`);
  };
  const unsubscribe = (filter: string) =>
    void attempt.run(() => operator.act('mqtt/unsubscribe', { id, filter }), `No longer subscribed to ${filter}.`);
  return (
    <>
      <form className="form" onSubmit={subscribe}>
        <Field label="Topic filter" wide>
          <input name="filter" required list={list} defaultValue={filters[0]} autoComplete="off" />
        </Field>
        <datalist id={list}>
          {filters.map((filter) => (
            <option key={filter} value={filter} />
          ))}
        </datalist>
        <label className="check">
          <input type="checkbox" name="qos" value="1" defaultChecked /> QoS 1
        </label>
        <button type="submit" className="button" disabled={attempt.busy}>
          Subscribe
        </button>
      </form>
      {subscriptions.length > 0 && (
        <ul className="buttons" aria-label="Subscriptions">
          {subscriptions.map((filter) => (
            <li key={filter}>
              <button type="button" className="button small mono chip" onClick={() => unsubscribe(filter)}>
                {filter} <span aria-hidden="true">✕</span>
                <span className="visually-hidden">: unsubscribe</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <Refusal attempt={attempt} />
    </>
  );
}
