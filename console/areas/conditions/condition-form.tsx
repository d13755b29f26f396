import { type FormEvent, useState } from 'react';
import { Outcome } from '../../operator/outcome.js';
import { useTask } from '../../operator/use-task.js';
import { Field } from '../../parts/field.js';
import { formValues } from '../../parts/form-values.js';
import { useConsole, useOperator } from '../../state/use-console.js';

const KINDS = { faults: 'Fails', delays: 'Is slow', quotas: 'Is throttled' } as const;
type Kind = keyof typeof KINDS;

/** Makes one operation of AWS fail, slow or throttled. */
export function ConditionForm() {
  const { calls, quotas } = useConsole('switches');
  const operator = useOperator();
  const task = useTask();
  const [kind, setKind] = useState<Kind>('faults');
  const operations = [...new Set([...Object.keys(calls), ...Object.keys(quotas)])].sort();
  const set = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = formValues(event.currentTarget);
    const { operation = '', code = '' } = values;
    const amount = Number(values.amount ?? 0);
    const change = {
      faults: () => operator.set('faults', { operation, code, rate: amount / 100 }),
      delays: () => operator.set('delays', { operation, milliseconds: amount }),
      quotas: () => operator.set('quotas', { operation, perSecond: amount }),
    };
    void task.run(change[kind], `${operation}: set.`);
  };
  const { label, initial, max } = AMOUNTS[kind];
  return (
    <section className="card" aria-label="Make something fail">
      <h2>Make something fail</h2>
      <form className="form" onSubmit={set}>
        <Field label="Operation">
          <input name="operation" required list="operations" defaultValue="iot:AttachPolicy" autoComplete="off" />
        </Field>
        <datalist id="operations">
          {operations.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Field label="What happens">
          <select value={kind} onChange={({ target }) => setKind(target.value as Kind)}>
            {Object.entries(KINDS).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </Field>
        {kind === 'faults' && (
          <Field label="Error code">
            <input name="code" required defaultValue="ThrottlingException" autoComplete="off" />
          </Field>
        )}
        <Field label={label}>
          <input name="amount" type="number" min={0} max={max} step="any" required defaultValue={initial} key={kind} />
        </Field>
        <button type="submit" className="button primary" disabled={task.busy}>
          Set
        </button>
        <Outcome task={task} />
      </form>
    </section>
  );
}

const AMOUNTS: Readonly<Record<Kind, { readonly label: string; readonly initial: number; readonly max?: number }>> = {
  faults: { label: 'Share of the calls, in percent', initial: 30, max: 100 },
  delays: { label: 'Milliseconds', initial: 500 },
  quotas: { label: 'Calls in a second', initial: 5 },
};
