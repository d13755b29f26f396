import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { useAccountState } from '../account/use-account.js';

export interface AccountFormProps {
  /** Above the fields; a tab has its own. */
  readonly title?: string;
  readonly children: ReactNode;
  /** On the button that sends it. */
  readonly send: string;
  /** Instead of it while it is under way. */
  readonly sending?: string;
  readonly onSend: (fields: FormData) => void;
  /** The other ways on. */
  readonly others?: ReactNode;
}

/** One question of the user pool's: its fields, Cognito's answer if it is no, and one button. */
export function AccountForm({ title, children, send, sending = `${send} …`, onSend, others }: AccountFormProps) {
  const { busy, error, told } = useAccountState();
  const form = useRef<HTMLFormElement>(null);
  // Who has come here by a form before goes on typing.
  useEffect(() => {
    if (title !== undefined) form.current?.querySelector('input')?.focus();
  }, [title]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!busy) onSend(new FormData(event.currentTarget));
  };
  return (
    <form className="account-form" onSubmit={submit} ref={form} aria-busy={busy}>
      {title !== undefined && <h2>{title}</h2>}
      {children}
      <div role="alert">{error !== undefined && <p className="form-error">{error}</p>}</div>
      <div role="status">{told !== undefined && <p className="note">{told}</p>}</div>
      <button type="submit" className="button button-wide" disabled={busy}>
        {busy ? sending : send}
      </button>
      {others !== undefined && <div className="account-others">{others}</div>}
    </form>
  );
}

/** What stands in a field, without what was pasted around it. */
export function textOf(fields: FormData, name: string): string {
  return String(fields.get(name) ?? '').trim();
}

/** As it was typed: blanks count. */
export function passwordOf(fields: FormData): string {
  return String(fields.get('password') ?? '');
}
