import { Authenticator, useAuthenticator } from '@aws-amplify/ui-react';
import { type RefObject, useEffect, useRef } from 'react';
import type { PageConfiguration } from './configuration/page-configuration.js';
import { FlowView } from './flow/flow-view.js';
import { RefusalsView } from './refusals/refusals-view.js';
import type { SandboxReader } from './sandbox/sandbox-reader.js';
import type { Session } from './session/session.js';
import { SessionContext, useSession, useSessionState } from './session/use-session.js';
import { SignIn } from './sign-in/sign-in.js';
import { onSignedOutElsewhere } from './sign-in/signed-out-elsewhere.js';
import { ConnectionNotice } from './workbench/connection-notice.js';
import { Header } from './workbench/header.js';
import { Workbench } from './workbench/workbench.js';

export interface AppProps {
  readonly configuration: PageConfiguration;
  readonly session: Session;
  readonly sandbox: SandboxReader | undefined;
}

export function App({ configuration, session, sandbox }: AppProps) {
  return (
    <SessionContext value={session}>
      <Authenticator.Provider>
        <Page configuration={configuration} sandbox={sandbox} />
      </Authenticator.Provider>
    </SessionContext>
  );
}

function Page({ configuration, sandbox }: Omit<AppProps, 'session'>) {
  const { authStatus } = useAuthenticator(({ authStatus }) => [authStatus]);
  const { flow, holder, connection } = useSessionState();
  const heading = useRef<HTMLHeadingElement>(null);
  useArrival(heading, configuration);
  const isGuest = holder.kind === 'guest' && connection !== 'closed' && connection !== 'denied';
  const workbench = <Workbench sandboxUrl={configuration.sandboxUrl} />;
  return (
    <>
      <Header configuration={configuration} />
      <main>
        <h1 className="visually-hidden" ref={heading} tabIndex={-1}>
          {authStatus === 'authenticated' || isGuest ? 'Your topics' : 'Sign in'}
        </h1>
        <ConnectionNotice configuration={configuration} />
        <FlowView flow={flow} />
        <RefusalsView place="connection" />
        {isGuest ? workbench : <SignIn {...{ configuration, sandbox }}>{workbench}</SignIn>}
      </main>
    </>
  );
}

/** Whoever signs in or out arrives at the top of the other page; who signs out in one tab does so in all. */
function useArrival(heading: RefObject<HTMLElement | null>, { outputs }: PageConfiguration): void {
  const { authStatus, signOut } = useAuthenticator((context) => [context.authStatus]);
  const session = useSession();
  const before = useRef(authStatus);
  useEffect(() => {
    const [from, to] = [before.current, authStatus];
    before.current = to;
    if (from === to || from === 'configuring' || to === 'configuring') return;
    if (to === 'unauthenticated') void session.stop('ended');
    heading.current?.focus();
  }, [authStatus, heading, session]);
  useEffect(() => {
    if (authStatus !== 'authenticated') return;
    return onSignedOutElsewhere(outputs.UserPoolClientId, signOut);
  }, [authStatus, outputs, signOut]);
}
