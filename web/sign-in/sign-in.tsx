import './sign-in.css';
import { Authenticator, useAuthenticator } from '@aws-amplify/ui-react';
import type { ReactNode } from 'react';
import type { SandboxViews } from '../sandbox/sandbox-views.js';
import { Guest } from './guest.js';
import { MailedCode } from './mailed-code.js';
import { SignInAdvice } from './sign-in-advice.js';

export interface SignInProps {
  readonly sandbox: SandboxViews | undefined;
  /** What a signed-in user sees. */
  readonly children: ReactNode;
}

/** Amplify's own Authenticator, and beside it what a newcomer needs to know. */
export function SignIn({ sandbox, children }: SignInProps) {
  const { authStatus } = useAuthenticator(({ authStatus }) => [authStatus]);
  const signedIn = authStatus === 'authenticated';
  return (
    <div className={signedIn ? undefined : 'sign-in'}>
      <div>
        <Authenticator loginMechanisms={['email']} formFields={formFields}>
          {() => <>{children}</>}
        </Authenticator>
        {!signedIn && <SignInAdvice />}
      </div>
      {!signedIn && (
        <aside aria-label="About this page">
          {sandbox !== undefined && <MailedCode sandbox={sandbox} />}
          <section className="card about">
            <h2>What you will see</h2>
            <p>
              A user who has signed in is still a stranger to AWS IoT: next to the IAM role, an{' '}
              <b>IoT policy must be attached</b> to the user’s identity, and both must allow what the user does. This
              page walks that way with you, step by step, and tells for each refusal which of the two said no.
            </p>
            <p>
              Each user has a place of their own, <code>users/&lt;identity&gt;/…</code>, and reaches no other. Sign up
              twice, and try.
            </p>
          </section>
          <Guest />
        </aside>
      )}
    </div>
  );
}

const formFields = {
  signIn: { username: { placeholder: 'you@example.com', label: 'Email' } },
  signUp: { email: { placeholder: 'you@example.com', order: 1 } },
};
