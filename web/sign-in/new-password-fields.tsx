import { useState } from 'react';
import { type PasswordPolicy, passwordRule } from '../../contract/password-policy.js';
import { passwordLacks } from '../account/password-lacks.js';
import { PasswordField } from './fields.js';

export interface NewPasswordFieldsProps {
  readonly label?: string;
  /** Of the user pool; undefined where only it knows. */
  readonly policy: PasswordPolicy | undefined;
}

/** A password of the user's choice, twice; what it lacks stands below while it is typed. */
export function NewPasswordFields({ label = 'Password', policy }: NewPasswordFieldsProps) {
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const lacks = password === '' ? [] : passwordLacks(password, policy);
  const differ = again !== '' && again !== password ? 'Your passwords must match' : undefined;
  return (
    <>
      <PasswordField
        label={label}
        isNew={true}
        onType={setPassword}
        problem={lacks[0]}
        note={
          <>
            <p>{passwordRule(policy)}</p>
            <ul className="lacks" role="status">
              {lacks.map((lack) => (
                <li key={lack}>{lack}</li>
              ))}
            </ul>
          </>
        }
      />
      <PasswordField
        label={`Confirm ${label}`}
        name="again"
        isNew={true}
        onType={setAgain}
        problem={differ}
        note={<p role="status">{differ}</p>}
      />
    </>
  );
}
