import { useMemo } from 'react';
import { Field } from '../parts/field.js';
import { useConsole, useIdentityNames } from '../state/use-console.js';
import { roleGroup, whoGroups } from './who-choice.js';

export interface WhoSelectProps {
  readonly name: string;
  readonly label: string;
  readonly withRoles?: boolean;
  /** The identity that a link has chosen. */
  readonly identity?: string | undefined;
}

/** One of the users, a guest, or an identity; of which a role can be chosen, too. */
export function WhoSelect({ name, label, withRoles = false, identity }: WhoSelectProps) {
  const [users, identities, overview] = [useConsole('users'), useConsole('identities'), useConsole('overview')];
  const names = useIdentityNames();
  const groups = useMemo(() => {
    const all = whoGroups({ users, identities, overview }, names);
    return withRoles ? [...all, roleGroup(overview)] : all;
  }, [users, identities, overview, names, withRoles]);
  const chosen = identity === undefined ? {} : { defaultValue: JSON.stringify({ identityId: identity }) };
  return (
    <Field label={label}>
      <select name={name} required {...chosen}>
        {groups.map((group) => (
          <optgroup key={group.label} label={group.label}>
            {group.choices.map(({ value, label: text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </Field>
  );
}
