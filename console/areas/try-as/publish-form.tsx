import type { FormEvent } from 'react';
import type { TestClient } from '../../../contract/console-state.js';
import { Field } from '../../parts/field.js';
import { formValues } from '../../parts/form-values.js';
import { useOperator } from '../../state/use-console.js';
import { Refusal, useTry } from './refusal.js';
import { useTopics } from './use-topics.js';

export function PublishForm({ client: { id, identityId } }: { readonly client: TestClient }) {
  const operator = useOperator();
  const attempt = useTry();
  const { topics } = useTopics(identityId);
  const list = `topics-${id}`;
  const publish = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { topic = '', payload = '', qos, retain } = formValues(event.currentTarget);
    const body = { id, topic, payload, qos: qos === '1' ? 1 : 0, retain: retain !== undefined } as const;
    void attempt.run(() => operator.act('mqtt/publish', body), `Published to ${topic}.`);
  };
  return (
    <>
      <form className="form" onSubmit={publish}>
        <Field label="Topic" wide>
          <input name="topic" required list={list} defaultValue={topics[0]} autoComplete="off" />
        </Field>
        <datalist id={list}>
          {topics.map((topic) => (
            <option key={topic} value={topic} />
          ))}
        </datalist>
        <Field label="Message" wide>
          <textarea name="payload" rows={2} defaultValue='{"hello": "world"}' />
        </Field>
        <label className="check">
          <input type="checkbox" name="qos" value="1" defaultChecked /> QoS 1
        </label>
        <label className="check">
          <input type="checkbox" name="retain" value="1" /> Retain
        </label>
        <button type="submit" className="button" disabled={attempt.busy}>
          Publish
        </button>
      </form>
      <Refusal attempt={attempt} />
    </>
  );
}
