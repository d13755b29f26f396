import { type FormEvent, useState } from 'react';
import type { WhatIfAnswer } from '../../../contract/console-actions.js';
import { HintView } from '../../layers/hint-view.js';
import { LayersView } from '../../layers/layers-view.js';
import { Outcome } from '../../operator/outcome.js';
import { useTask } from '../../operator/use-task.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Field } from '../../parts/field.js';
import { formValues } from '../../parts/form-values.js';
import { PageHead } from '../../parts/page-head.js';
import { AREAS } from '../../routing/route.js';
import { useRoute } from '../../routing/use-route.js';
import { useOperator } from '../../state/use-console.js';
import { chosenWho } from '../../who/who-choice.js';
import { WhoSelect } from '../../who/who-select.js';
import { ACTIONS, nameHint } from './actions.js';

/** May this identity do that? Judged as it would be, and nothing is done. */
export function WhatIfArea() {
  const { query } = useRoute();
  const operator = useOperator();
  const task = useTask();
  const [answer, setAnswer] = useState<Answered>();
  const [action, setAction] = useState(query.action ?? ACTIONS[0]);
  const ask = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { who = '', name = '', clientId, sourceIp } = formValues(event.currentTarget);
    const more = { ...(clientId === undefined ? {} : { clientId }), ...(sourceIp === undefined ? {} : { sourceIp }) };
    const body = { who: chosenWho(who), action, name, ...more };
    const label = event.currentTarget.querySelector('select')?.selectedOptions[0]?.text ?? '';
    setAnswer(undefined);
    void task.run(async () => setAnswer({ who: label, told: await operator.act('what-if', body) }), '');
  };
  return (
    <div className="stack">
      <PageHead title={AREAS['what-if']}>
        May this identity do that? It is judged as it would be now; nothing is done, and nothing recorded.
      </PageHead>
      <section className="card" aria-label="Question">
        <form className="form" onSubmit={ask} key={JSON.stringify(query)}>
          <WhoSelect name="who" label="Who" withRoles identity={query.identity} />
          <Field label="Action">
            <input
              name="action"
              required
              list="actions"
              value={action}
              onChange={(event) => setAction(event.target.value)}
            />
          </Field>
          <datalist id="actions">
            {ACTIONS.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          <Field label={nameHint(action)} wide>
            <input name="name" required defaultValue={query.name} autoComplete="off" />
          </Field>
          <Field label="Client ID">
            <input name="clientId" autoComplete="off" placeholder="the identity ID" />
          </Field>
          <Field label="Source IP address">
            <input name="sourceIp" autoComplete="off" placeholder="127.0.0.1" />
          </Field>
          <button type="submit" className="button primary" disabled={task.busy}>
            Ask
          </button>
          <Outcome task={task} />
        </form>
      </section>
      <div role="status">{answer !== undefined && <Answer {...answer} />}</div>
    </div>
  );
}

interface Answered {
  /** As it was chosen. */
  readonly who: string;
  readonly told: WhatIfAnswer;
}

function Answer({ who, told }: Answered) {
  const { allowed, decision, roleArn, iotPolicies, hint } = told;
  return (
    <section className="card" aria-label="Answer">
      <h2>{allowed ? 'It would be allowed' : 'It would be refused'}</h2>
      <LayersView judged={decision} who={who} />
      {decision.reason !== undefined && <p>{decision.reason}</p>}
      {hint !== undefined && <HintView hint={hint} />}
      <dl className="facts">
        <dt>Role</dt>
        <dd className="mono">{roleArn}</dd>
        <dt>IoT policies</dt>
        <dd className="mono">{iotPolicies.length === 0 ? 'none attached' : iotPolicies.join(', ')}</dd>
      </dl>
      <div className="buttons">
        <CopyButton label="Copy JSON" text={JSON.stringify(told, undefined, 2)} />
      </div>
    </section>
  );
}
