import { useEffect } from 'react';
import type { AccountState } from '../account/account-state.js';
import { useAccountState } from '../account/use-account.js';
import { useVisit } from '../session/use-visit.js';

/** Adds to Cognito's own message, which the form shows, what it means; and draws how the form fares. */
export function SignInAdvice() {
  const account = useAccountState();
  const { signingIn } = useVisit();
  useEffect(() => signingIn(...fareOf(account)), [signingIn, account]);
  const found = ADVICE.find(({ says }) => says.test(account.error ?? ''));
  return (
    <div role="status" className="advice">
      {found !== undefined && <p>{found.means}</p>}
    </div>
  );
}

function fareOf({ busy, error, screen }: AccountState): ['busy' | 'refused' | 'waiting', string?] {
  if (busy) return ['busy'];
  if (error !== undefined) return ['refused', error];
  if (screen.name === 'confirmSignUp') return ['busy', 'The address must be confirmed with the mailed code.'];
  return ['waiting'];
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
