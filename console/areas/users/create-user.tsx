import { type FormEvent, useId } from 'react';
import { passwordRule } from '../../../contract/password-policy.js';
import { Outcome } from '../../operator/outcome.js';
import { useTask } from '../../operator/use-task.js';
import { Field } from '../../parts/field.js';
import { formValues } from '../../parts/form-values.js';
import { useConsole, useOperator } from '../../state/use-console.js';

/** A form that makes a user as an administrator does. */
export function CreateUser() {
  const { userPools } = useConsole('overview');
  const policies = useConsole('passwordPolicies');
  const operator = useOperator();
  const task = useTask();
  const rule = useId();
  const [firstPool] = userPools;
  if (firstPool === undefined) return null;

  const create = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const { userPoolId = firstPool.id, userName = '', password, confirmed, group } = formValues(form);
    const body = {
      userPoolId,
      userName,
      confirmed: confirmed !== undefined,
      ...(password === undefined ? {} : { password }),
      ...(group === undefined ? {} : { groups: [group] }),
    };
    void task.run(
      async () => {
        await operator.act('users/create', body);
        form.reset();
      },
      body.confirmed ? `${userName} can sign in.` : `${userName} is invited: see the mailbox.`,
    );
  };
  return (
    <details className="card">
      <summary>Make a user</summary>
      <form className="form" onSubmit={create}>
        {userPools.length > 1 && (
          <Field label="User pool">
            <select name="userPoolId">
              {userPools.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
        )}
        <Field label="E-mail or user name">
          <input name="userName" required autoComplete="off" placeholder="ada@example.com" />
        </Field>
        <Field label="Password">
          <input name="password" autoComplete="off" aria-describedby={rule} />
        </Field>
        <Field label="Group">
          <select name="group">
            <option value="">none</option>
            {[...new Set(userPools.flatMap(({ groups }) => groups.map(({ name }) => name)))].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </Field>
        <label className="check">
          <input type="checkbox" name="confirmed" defaultChecked /> Confirmed at once
        </label>
        <button type="submit" className="button primary" disabled={task.busy}>
          Make the user
        </button>
        <p className="wide muted" id={rule}>
          Password: {passwordRule(policies[firstPool.id])} Without one, an invitation is in the mailbox.
        </p>
        <Outcome task={task} />
      </form>
    </details>
  );
}
