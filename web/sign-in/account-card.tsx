import type { PasswordPolicy } from '../../contract/password-policy.js';
import type { Screen } from '../account/account-state.js';
import { useAccountState } from '../account/use-account.js';
import { ChooseFactorForm, CodeForm, NewPasswordForm, SetUpAppForm, SetUpMailForm } from './challenge-forms.js';
import { BackToSignIn, ConfirmResetForm, ConfirmSignUpForm, ForgotPasswordForm } from './mailed-code-forms.js';
import { SignInTabs } from './sign-in-tabs.js';

/** What the user pool asks for next. */
export function AccountCard({ policy }: { readonly policy: PasswordPolicy | undefined }) {
  const { screen } = useAccountState();
  return (
    <section className="card account" aria-label="Account">
      {formOf(screen, policy)}
    </section>
  );
}

function formOf(screen: Screen, policy: PasswordPolicy | undefined) {
  switch (screen.name) {
    case 'signIn':
    case 'signUp':
      return <SignInTabs policy={policy} />;
    case 'confirmSignUp':
      return <ConfirmSignUpForm />;
    case 'forgotPassword':
      return <ForgotPasswordForm />;
    case 'confirmReset':
      return <ConfirmResetForm policy={policy} />;
    case 'newPassword':
      return <NewPasswordForm screen={screen} policy={policy} />;
    case 'code':
      return <CodeForm screen={screen} />;
    case 'chooseFactor':
      return <ChooseFactorForm screen={screen} />;
    case 'setUpApp':
      return <SetUpAppForm screen={screen} />;
    case 'setUpMail':
      return <SetUpMailForm />;
    case 'unknown':
      return (
        <div className="account-form">
          <h2>This page has no form for that</h2>
          <p>
            The user pool asks for <code>{screen.step}</code>.
          </p>
          <BackToSignIn />
        </div>
      );
  }
}
