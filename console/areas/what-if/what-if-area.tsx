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
import { useIdentityNames, useOperator } from '../../state/use-console.js';
import { chosenWho } from '../../who/who-choice.js';
import { WhoSelect } from '../../who/who-select.js';
import { ACTIONS, nameHint } from './actions.js';

/** May this identity do that? Judged as it would be, and nothing is done. */
export function WhatIfArea() {
  const { query } = useRoute();
  const operator = useOperator();
  const task = useTask();
  const [answer, setAnswer] = useState<WhatIfAnswer>();
  const [action, setAction] = useState(query.action ?? ACTIONS[0]);
  const ask = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { who = '', name = '', clientId, sourceIp } = formValues(event.currentTarget);
    const more = { ...(clientId === undefined ? {} : { clientId }), ...(sourceIp === undefined ? {} : { sourceIp }) };
    const body = { who: chosenWho(who), action, name, ...more };
    setAnswer(undefined);
    void task.run(
      async () => {
        const told = await operator.act('what-if', body);
        setAnswer(told);
        return told;
      },
      ({ allowed }) => (allowed ? 'It would be allowed.' : 'It would be refused.'),
    );
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
          <Field label="Client ID" hint="the identity ID, if left empty">
            <input name="clientId" autoComplete="off" />
          </Field>
          <Field label="Source IP address" hint="127.0.0.1, if left empty">
            <input name="sourceIp" autoComplete="off" />
          </Field>
          <button type="submit" className="button primary" disabled={task.busy}>
            Ask
          </button>
          <Outcome task={task} />
        </form>
      </section>
      {answer !== undefined && <Answer answer={answer} />}
    </div>
  );
}

function Answer({ answer }: { readonly answer: WhatIfAnswer }) {
  const { decision, roleArn, iotPolicies, hint } = answer;
  const names = useIdentityNames();
  const who = decision.identityId === undefined ? decision.principal : names.of(decision.identityId);
  return (
    <section className="card" aria-label="Answer">
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
        <CopyButton label="Copy JSON" text={JSON.stringify(answer, undefined, 2)} />
      </div>
    </section>
  );
}
