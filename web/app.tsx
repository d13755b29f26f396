import { type RefObject, useEffect, useRef } from 'react';
import type { Account } from './account/account.js';
import { onSignedOutElsewhere } from './account/signed-out-elsewhere.js';
import { AccountContext, useAccount, useAccountState } from './account/use-account.js';
import type { PageConfiguration } from './configuration/page-configuration.js';
import { FlowView } from './flow/flow-view.js';
import { RefusalsView } from './refusals/refusals-view.js';
import type { SandboxReader } from './sandbox/sandbox-reader.js';
import { useSessionState, useVisit, VisitContext } from './session/use-visit.js';
import type { Visit } from './session/visit.js';
import { SignIn } from './sign-in/sign-in.js';
import { SignedIn } from './sign-in/signed-in.js';
import { Unreachable } from './sign-in/unreachable.js';
import { ConnectionNotice } from './workbench/connection-notice.js';
import { Header } from './workbench/header.js';
import { UserPlace } from './workbench/user-place.js';

export interface AppProps {
  readonly configuration: PageConfiguration;
  readonly account: Account;
  readonly visit: Visit;
  readonly sandbox: SandboxReader | undefined;
}

export function App({ account, visit, ...props }: AppProps) {
  return (
    <AccountContext value={account}>
      <VisitContext value={visit}>
        <Page {...props} />
      </VisitContext>
    </AccountContext>
  );
}

function Page({ configuration, sandbox }: Pick<AppProps, 'configuration' | 'sandbox'>) {
  const { status, busy } = useAccountState();
  const { flow, holder, connection } = useSessionState();
  const { prepare } = useVisit();
  const heading = useRef<HTMLHeadingElement>(null);
  useArrival(heading, configuration);
  useEffect(() => {
    // Whoever sends a form is about to be a user.
    if (busy) void prepare();
  }, [busy, prepare]);
  const isGuest = holder.kind === 'guest' && connection !== 'closed' && connection !== 'denied';
  const place = <UserPlace sandboxUrl={configuration.sandboxUrl} />;
  return (
    <>
      <Header configuration={configuration} />
      <main>
        <h1 className="visually-hidden" ref={heading} tabIndex={-1}>
          {status === 'signedIn' || isGuest ? 'Your topics' : 'Sign in'}
        </h1>
        <ConnectionNotice configuration={configuration} />
        <FlowView flow={flow} />
        <RefusalsView place="connection" />
        {status === 'signedIn' && <SignedIn>{place}</SignedIn>}
        {status === 'unreachable' && <Unreachable />}
        {status === 'signedOut' && (isGuest ? place : <SignIn {...{ configuration, sandbox }} />)}
      </main>
    </>
  );
}

/** Whoever signs in or out arrives at the top of the other page; who signs out in one tab does so in all. */
function useArrival(heading: RefObject<HTMLElement | null>, { outputs }: PageConfiguration): void {
  const account = useAccount();
  const { status } = useAccountState();
  const visit = useVisit();
  const before = useRef(status);
  useEffect(() => {
    const [from, to] = [before.current, status];
    before.current = to;
    if (from === to || from === 'configuring' || to === 'configuring') return;
    if (to === 'signedOut') void visit.stop('ended');
    heading.current?.focus();
  }, [status, heading, visit]);
  useEffect(() => {
    if (status !== 'signedIn') return;
    return onSignedOutElsewhere(outputs.UserPoolClientId, () => void account.signOut());
  }, [status, outputs, account]);
}
