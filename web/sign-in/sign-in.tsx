import './sign-in.css';
import type { PageConfiguration } from '../configuration/page-configuration.js';
import type { SandboxReader } from '../sandbox/sandbox-reader.js';
import { AccountCard } from './account-card.js';
import { Guest } from './guest.js';
import { HostedSignIn } from './hosted-sign-in.js';
import { MailedCode } from './mailed-code.js';
import { SignInAdvice } from './sign-in-advice.js';

export interface SignInProps {
  readonly configuration: PageConfiguration;
  readonly sandbox: SandboxReader | undefined;
}

/** The form, and beside it what a newcomer needs to know. */
export function SignIn({ configuration, sandbox }: SignInProps) {
  const { SignInDomain } = configuration.outputs;
  return (
    <div className="sign-in">
      <div>
        <AccountCard policy={configuration.passwordPolicy} />
        <SignInAdvice />
      </div>
      <aside aria-label="About this page">
        {sandbox !== undefined && <MailedCode sandbox={sandbox} />}
        {SignInDomain !== undefined && <HostedSignIn domain={SignInDomain} inSandbox={sandbox !== undefined} />}
        <section className="card about">
          <h2>What you will see</h2>
          <p>
            A user who has signed in is still a stranger to AWS IoT: next to the IAM role, an{' '}
            <b>IoT policy must be attached</b> to the user’s identity, and both must allow what the user does. This page
            walks that way with you, step by step, and tells for each refusal which of the two said no.
          </p>
          <p>
            Each user has topics of their own, with the identity ID in them, and reaches nobody else’s. Sign up twice,
            and try.
          </p>
        </section>
        <Guest />
      </aside>
    </div>
  );
}
