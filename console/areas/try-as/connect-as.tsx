import type { FormEvent } from 'react';
import type { Who } from '../../../contract/console-actions.js';
import { Field } from '../../parts/field.js';
import { formValues } from '../../parts/form-values.js';
import { useOperator } from '../../state/use-console.js';
import { chosenWho } from '../../who/who-choice.js';
import { WhoSelect } from '../../who/who-select.js';
import { Refusal, useTry } from './refusal.js';

/** Connects as somebody. */
export function ConnectAs({ identity }: { readonly identity: string | undefined }) {
  const operator = useOperator();
  const attempt = useTry();
  const connect = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { who = '', clientId } = formValues(event.currentTarget);
    const body = { who: chosenWho<Who>(who), ...(clientId === undefined ? {} : { clientId }) };
    void attempt.run(() => operator.act('mqtt/connect', body), 'Connected.');
  };
  return (
    <section className="card" aria-label="Connect">
      <form className="form" onSubmit={connect}>
        <WhoSelect name="who" label="Connect as" identity={identity} />
        <Field label="Client ID">
          <input name="clientId" autoComplete="off" placeholder="the identity ID" />
        </Field>
        <button type="submit" className="button primary" disabled={attempt.busy}>
          Connect
        </button>
      </form>
      <Refusal attempt={attempt} />
    </section>
  );
}
