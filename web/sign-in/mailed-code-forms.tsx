import type { PasswordPolicy } from '../../contract/password-policy.js';
import { useAccount, useAccountState } from '../account/use-account.js';
import { AccountForm, passwordOf, textOf } from './account-form.js';
import { CodeField, EmailField } from './fields.js';
import { NewPasswordFields } from './new-password-fields.js';

/** The address is the user's: a code that was mailed to it says so. */
export function ConfirmSignUpForm() {
  const account = useAccount();
  const { email } = useAccountState();
  return (
    <AccountForm
      title="We Emailed You"
      send="Confirm"
      sending="Confirming …"
      onSend={(fields) => void account.confirmSignUp(textOf(fields, 'confirmation_code'))}
      others={
        <>
          <ResendCode />
          <BackToSignIn />
        </>
      }
    >
      <p>Enter the code that was mailed to {email}. It may take a minute to arrive.</p>
      <CodeField />
    </AccountForm>
  );
}

export function ForgotPasswordForm() {
  const account = useAccount();
  return (
    <AccountForm
      title="Reset Password"
      send="Send code"
      sending="Sending …"
      onSend={(fields) => void account.forgotPassword(textOf(fields, 'email'))}
      others={<BackToSignIn />}
    >
      <EmailField />
    </AccountForm>
  );
}

export function ConfirmResetForm({ policy }: { readonly policy: PasswordPolicy | undefined }) {
  const account = useAccount();
  const { email } = useAccountState();
  return (
    <AccountForm
      title="Choose a new password"
      send="Submit"
      sending="Submitting …"
      onSend={(fields) => void account.resetPassword(textOf(fields, 'confirmation_code'), passwordOf(fields))}
      others={
        <>
          <ResendCode />
          <BackToSignIn />
        </>
      }
    >
      <p>If {email} has an account here, a code was mailed to it.</p>
      <CodeField />
      <NewPasswordFields label="New Password" policy={policy} />
    </AccountForm>
  );
}

function ResendCode() {
  const account = useAccount();
  const { busy } = useAccountState();
  return (
    <button type="button" className="button-link" onClick={() => void account.resendCode()} disabled={busy}>
      Resend Code
    </button>
  );
}

export function BackToSignIn() {
  const account = useAccount();
  return (
    <button type="button" className="button-link" onClick={() => account.show('signIn')}>
      Back to Sign In
    </button>
  );
}
