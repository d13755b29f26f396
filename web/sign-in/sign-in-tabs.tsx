import { type KeyboardEvent, useRef } from 'react';
import type { PasswordPolicy } from '../../contract/password-policy.js';
import { useAccount, useAccountState } from '../account/use-account.js';
import { AccountForm, passwordOf, textOf } from './account-form.js';
import { EmailField, PasswordField } from './fields.js';
import { NewPasswordFields } from './new-password-fields.js';

const TABS = [
  { name: 'signIn', title: 'Sign In' },
  { name: 'signUp', title: 'Create Account' },
] as const;

/** Where everybody begins: with an account, or for one. */
export function SignInTabs({ policy }: { readonly policy: PasswordPolicy | undefined }) {
  const account = useAccount();
  const { screen } = useAccountState();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const other = TABS.findIndex(({ name }) => name !== screen.name);
    account.show(TABS[other]?.name ?? 'signIn');
    list.current?.querySelectorAll('button')[other]?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label="Sign in or create an account" className="tabs" ref={list} onKeyDown={onKeyDown}>
        {TABS.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={screen.name === name}
            aria-controls="account-panel"
            tabIndex={screen.name === name ? 0 : -1}
            onClick={() => account.show(name)}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="account-panel" aria-labelledby={`tab-${screen.name}`}>
        {screen.name === 'signUp' ? <SignUpForm policy={policy} /> : <SignInForm />}
      </div>
    </>
  );
}

function SignInForm() {
  const account = useAccount();
  return (
    <AccountForm
      key="signIn"
      send="Sign in"
      sending="Signing in …"
      onSend={(fields) => void account.signIn(textOf(fields, 'email'), passwordOf(fields))}
      others={
        <button type="button" className="button-link" onClick={() => account.show('forgotPassword')}>
          Forgot your password?
        </button>
      }
    >
      <EmailField />
      <PasswordField />
    </AccountForm>
  );
}

function SignUpForm({ policy }: { readonly policy: PasswordPolicy | undefined }) {
  const account = useAccount();
  return (
    <AccountForm
      key="signUp"
      send="Create Account"
      sending="Creating the account …"
      onSend={(fields) => void account.signUp(textOf(fields, 'email'), passwordOf(fields))}
    >
      <EmailField />
      <NewPasswordFields policy={policy} />
    </AccountForm>
  );
}
