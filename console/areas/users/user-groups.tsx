import type { FormEvent } from 'react';
import type { UserSnapshot } from '../../../contract/sandbox-views.js';
import { Outcome } from '../../operator/outcome.js';
import { useTask } from '../../operator/use-task.js';
import { formValues } from '../../parts/form-values.js';
import { useConsole, useOperator } from '../../state/use-console.js';

/** The groups of a user, which may give another role: at the next sign-in. */
export function UserGroups({ user: { userPoolId, userName, groups } }: { readonly user: UserSnapshot }) {
  const pool = useConsole('overview').userPools.find(({ id }) => id === userPoolId);
  const operator = useOperator();
  const task = useTask();
  const others = pool?.groups.filter(({ name }) => !groups.includes(name)) ?? [];
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { groupName = '' } = formValues(event.currentTarget);
    const body = { userPoolId, userName, groupName };
    void task.run(() => operator.act('users/add-to-group', body), `Added to ${groupName}; a new sign-in has it.`);
  };
  const remove = (groupName: string) => {
    const body = { userPoolId, userName, groupName };
    void task.run(() => operator.act('users/remove-from-group', body), `Removed from ${groupName}.`);
  };
  return (
    <section className="stack" aria-label="Groups">
      <h3>Groups</h3>
      {groups.length > 0 && (
        <ul className="buttons">
          {groups.map((name) => (
            <li key={name}>
              <button type="button" className="button small chip" onClick={() => remove(name)} disabled={task.busy}>
                {name} <span aria-hidden="true">✕</span>
                <span className="visually-hidden">: remove from this group</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 ? (
        <form className="buttons" onSubmit={add}>
          <select name="groupName" aria-label="Group to add" style={{ width: 'auto' }}>
            {others.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          <button type="submit" className="button" disabled={task.busy}>
            Add to group
          </button>
        </form>
      ) : (
        <p className="muted">{groups.length === 0 ? 'The user pool has no groups.' : 'There are no other groups.'}</p>
      )}
      <Outcome task={task} />
    </section>
  );
}
