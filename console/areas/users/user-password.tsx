import { type FormEvent, useId } from 'react';
import { passwordRule } from '../../../contract/password-policy.js';
import type { UserSnapshot } from '../../../contract/sandbox-views.js';
import { Outcome } from '../../operator/outcome.js';
import { useTask } from '../../operator/use-task.js';
import { Field } from '../../parts/field.js';
import { formValues } from '../../parts/form-values.js';
import { useConsole, useOperator } from '../../state/use-console.js';

/** Another password, permanent; which also confirms a user who was invited. */
export function UserPassword({ user: { userPoolId, userName } }: { readonly user: UserSnapshot }) {
  const policy = useConsole('passwordPolicies')[userPoolId];
  const operator = useOperator();
  const task = useTask();
  const rule = useId();
  const set = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const { password = '' } = formValues(form);
    void task.run(async () => {
      await operator.act('users/set-password', { userPoolId, userName, password });
      form.reset();
    }, 'The password is set.');
  };
  return (
    <form className="form" onSubmit={set}>
      <Field label="New password">
        <input name="password" required autoComplete="off" aria-describedby={rule} />
      </Field>
      <button type="submit" className="button" disabled={task.busy}>
        Set the password
      </button>
      <p className="wide muted" id={rule}>
        {passwordRule(policy)}
      </p>
      <Outcome task={task} />
    </form>
  );
}
