import { type ReactNode, useId, useState } from 'react';
import { useAccountState } from '../account/use-account.js';

export function EmailField() {
  const { email } = useAccountState();
  return (
    <label className="field">
      Email
      <input
        name="email"
        type="email"
        autoComplete="username"
        placeholder="you@example.com"
        defaultValue={email}
        required
      />
    </label>
  );
}

export function CodeField() {
  return (
    <label className="field">
      Code
      <input
        name="confirmation_code"
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="\s*\d{6,8}\s*"
        title="The digits of the code"
        required
      />
    </label>
  );
}

export interface PasswordFieldProps {
  readonly label?: string;
  readonly name?: string;
  readonly isNew?: boolean;
  readonly onType?: (password: string) => void;
  /** Read with the field. */
  readonly note?: ReactNode;
  /** Why it will not do; keeps the form from being sent. */
  readonly problem?: string | undefined;
}

export function PasswordField(props: PasswordFieldProps) {
  const { label = 'Password', name = 'password', isNew = false, onType, note, problem } = props;
  const [shown, setShown] = useState(false);
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="password">
        <input
          id={id}
          name={name}
          type={shown ? 'text' : 'password'}
          autoComplete={isNew ? 'new-password' : 'current-password'}
          onChange={(event) => onType?.(event.target.value)}
          ref={(input) => input?.setCustomValidity(problem ?? '')}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
          required
        />
        <button type="button" className="button-quiet" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? 'Hide' : 'Show'}
          <span className="visually-hidden"> what is typed into “{label}”</span>
        </button>
      </div>
      {note !== undefined && (
        <div className="note" id={`${id}-note`}>
          {note}
        </div>
      )}
    </div>
  );
}
