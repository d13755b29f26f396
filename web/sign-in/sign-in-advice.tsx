import { useAuthenticator } from '@aws-amplify/ui-react';
import { useEffect } from 'react';
import { useSession } from '../session/use-session.js';

/** Adds to Cognito's own message, which the form shows, what it means. */
export function SignInAdvice() {
  const { error, isPending, route } = useAuthenticator((context) => [context.error, context.isPending, context.route]);
  const { signingIn } = useSession();
  useEffect(() => {
    if (isPending) signingIn('busy');
    else if (error) signingIn('refused', String(error));
    else if (route === 'confirmSignUp') signingIn('busy', 'The address must be confirmed with the mailed code.');
    else signingIn('waiting');
  }, [signingIn, isPending, error, route]);
  const found = ADVICE.find(({ says }) => says.test(String(error ?? '')));
  return (
    <div role="status" className="advice">
      {found !== undefined && <p>{found.means}</p>}
    </div>
  );
}

const ADVICE = [
  {
    says: /incorrect username or password/i,
    means:
      'Cognito does not say which of the two is wrong, nor whether there is such a user: nobody can find out who has an account. After five wrong passwords it makes you wait.',
  },
  { says: /user does not exist/i, means: 'Nobody has signed up with this address yet. Choose “Create Account”.' },
  { says: /not confirmed/i, means: 'This address has not been confirmed: enter the code that was mailed to it.' },
  {
    says: /invalid (verification|code)|code mismatch/i,
    means: 'That is not the code that was mailed last. “Resend Code” mails a new one, and the old one ends.',
  },
  { says: /already exists/i, means: 'Somebody has signed up with this address before. Sign in instead.' },
  {
    says: /password (did not conform|not long|must have)/i,
    means: 'The password rules are those of the user pool: the setting “passwordPolicy” of the stack.',
  },
];
