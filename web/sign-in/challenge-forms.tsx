import type { PasswordPolicy } from '../../contract/password-policy.js';
import type { Screen } from '../account/account-state.js';
import { useAccount } from '../account/use-account.js';
import { AccountForm, passwordOf, textOf } from './account-form.js';
import { CodeField, EmailField } from './fields.js';
import { BackToSignIn } from './mailed-code-forms.js';
import { NewPasswordFields } from './new-password-fields.js';

const CODE_FROM = {
  app: 'Enter the code that your authenticator app shows.',
  phone: 'Enter the code that was sent to your phone.',
  mail: 'Enter the code that was mailed to you.',
} as const;

const FACTORS: Readonly<Record<string, string>> = {
  TOTP: 'An authenticator app',
  SMS: 'A text message',
  EMAIL: 'An e-mail',
};

type Of<Name extends Screen['name']> = Extract<Screen, { name: Name }>;

export function CodeForm({ screen: { from } }: { readonly screen: Of<'code'> }) {
  const account = useAccount();
  return (
    <AccountForm
      title="One more code"
      send="Confirm"
      sending="Confirming …"
      onSend={(fields) => void account.answer(textOf(fields, 'confirmation_code'))}
      others={<BackToSignIn />}
    >
      <p>{CODE_FROM[from]}</p>
      <CodeField />
    </AccountForm>
  );
}

export function ChooseFactorForm({ screen: { factors } }: { readonly screen: Of<'chooseFactor'> }) {
  const account = useAccount();
  return (
    <AccountForm
      title="A second factor"
      send="Go on"
      onSend={(fields) => void account.answer(textOf(fields, 'factor'))}
      others={<BackToSignIn />}
    >
      <fieldset className="choices">
        <legend>Besides the password, by</legend>
        {factors.map((factor, index) => (
          <label key={factor}>
            <input type="radio" name="factor" value={factor} defaultChecked={index === 0} required />{' '}
            {FACTORS[factor] ?? factor}
          </label>
        ))}
      </fieldset>
    </AccountForm>
  );
}

export function SetUpAppForm({ screen: { secret, uri } }: { readonly screen: Of<'setUpApp'> }) {
  const account = useAccount();
  return (
    <AccountForm
      title="Set up an authenticator app"
      send="Confirm"
      sending="Confirming …"
      onSend={(fields) => void account.answer(textOf(fields, 'confirmation_code'))}
      others={<BackToSignIn />}
    >
      <p>
        <a href={uri}>Open it in the app</a>, or type this key into the app, and enter the code that it shows.
      </p>
      <p>
        <code className="secret">{secret}</code>
      </p>
      <CodeField />
    </AccountForm>
  );
}

export function SetUpMailForm() {
  const account = useAccount();
  return (
    <AccountForm
      title="Set up codes by e-mail"
      send="Go on"
      onSend={(fields) => void account.answer(textOf(fields, 'email'))}
      others={<BackToSignIn />}
    >
      <EmailField />
    </AccountForm>
  );
}

export interface NewPasswordFormProps {
  readonly screen: Of<'newPassword'>;
  readonly policy: PasswordPolicy | undefined;
}

export function NewPasswordForm({ screen: { missing }, policy }: NewPasswordFormProps) {
  const account = useAccount();
  const send = (fields: FormData) => {
    const attributes = Object.fromEntries(missing.map((name) => [name, textOf(fields, name)]));
    void account.answer(passwordOf(fields), missing.length === 0 ? undefined : attributes);
  };
  return (
    <AccountForm title="Choose a new password" send="Change Password" onSend={send} others={<BackToSignIn />}>
      <NewPasswordFields label="New Password" policy={policy} />
      {missing.map((name) => (
        <label className="field" key={name}>
          {name}
          <input name={name} required />
        </label>
      ))}
    </AccountForm>
  );
}
