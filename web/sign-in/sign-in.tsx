import './sign-in.css';
import { Authenticator, useAuthenticator } from '@aws-amplify/ui-react';
import { type ReactNode, useMemo } from 'react';
import { passwordRule } from '../../contract/password-policy.js';
import type { PageConfiguration } from '../configuration/page-configuration.js';
import type { SandboxReader } from '../sandbox/sandbox-reader.js';
import { Guest } from './guest.js';
import { HostedSignIn } from './hosted-sign-in.js';
import { MailedCode } from './mailed-code.js';
import { SignInAdvice } from './sign-in-advice.js';
import { SignedIn } from './signed-in.js';

export interface SignInProps {
  readonly configuration: PageConfiguration;
  readonly sandbox: SandboxReader | undefined;
  /** What a signed-in user sees. */
  readonly children: ReactNode;
}

/** Amplify's own Authenticator, and beside it what a newcomer needs to know. */
export function SignIn({ configuration, sandbox, children }: SignInProps) {
  const { authStatus } = useAuthenticator(({ authStatus }) => [authStatus]);
  const signedIn = authStatus === 'authenticated';
  const { SignInDomain } = configuration.outputs;
  const formFields = useMemo(() => fieldsWith(passwordRule(configuration.passwordPolicy)), [configuration]);
  return (
    <div className={signedIn ? undefined : 'sign-in'}>
      <div>
        <Authenticator loginMechanisms={['email']} formFields={formFields}>
          {() => <SignedIn>{children}</SignedIn>}
        </Authenticator>
        {!signedIn && <SignInAdvice />}
      </div>
      {!signedIn && (
        <aside aria-label="About this page">
          {sandbox !== undefined && <MailedCode sandbox={sandbox} />}
          {SignInDomain !== undefined && <HostedSignIn domain={SignInDomain} inSandbox={sandbox !== undefined} />}
          <section className="card about">
            <h2>What you will see</h2>
            <p>
              A user who has signed in is still a stranger to AWS IoT: next to the IAM role, an{' '}
              <b>IoT policy must be attached</b> to the user’s identity, and both must allow what the user does. This
              page walks that way with you, step by step, and tells for each refusal which of the two said no.
            </p>
            <p>
              Each user has topics of their own, with the identity ID in them, and reaches nobody else’s. Sign up twice,
              and try.
            </p>
          </section>
          <Guest />
        </aside>
      )}
    </div>
  );
}

function fieldsWith(rule: string) {
  // Amplify passes it on to its password field, but has left it out of the type.
  const password = { descriptiveText: rule } as object;
  return {
    signIn: { username: { placeholder: 'you@example.com', label: 'Email' } },
    signUp: { email: { placeholder: 'you@example.com', order: 1 }, password },
    confirmResetPassword: { password },
    forceNewPassword: { password },
  };
}
