import type { FormEvent } from 'react';
import { Outcome } from '../../operator/outcome.js';
import { useTask } from '../../operator/use-task.js';
import { Field } from '../../parts/field.js';
import { formValues } from '../../parts/form-values.js';
import { useConsole, useOperator } from '../../state/use-console.js';

/** AWS takes a while until a policy that was attached decides. */
export function AttachDelay() {
  const { attachDelaySeconds } = useConsole('switches');
  const operator = useOperator();
  const task = useTask();
  const set = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const seconds = Number(formValues(event.currentTarget).seconds ?? 0);
    void task.run(() => operator.set('attach-delay', { seconds }), `An attachment takes ${seconds} s to work.`);
  };
  return (
    <section className="card" aria-label="Attach delay">
      <h2>Attach delay</h2>
      <p>
        A new attachment, or a new version of a policy, takes <b>{attachDelaySeconds} s</b> to work.
      </p>
      <form className="form" onSubmit={set}>
        <Field label="Seconds">
          <input name="seconds" type="number" min={0} step="any" required defaultValue={attachDelaySeconds} />
        </Field>
        <button type="submit" className="button" disabled={task.busy}>
          Set the delay
        </button>
        <Outcome task={task} />
      </form>
    </section>
  );
}
