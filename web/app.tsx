import { Authenticator, useAuthenticator } from '@aws-amplify/ui-react';
import type { Configuration } from './configuration/configuration.js';
import { FlowView } from './flow/flow-view.js';
import { RefusalsView } from './refusals/refusals-view.js';
import type { SandboxViews } from './sandbox/sandbox-views.js';
import type { Session } from './session/session.js';
import { SessionContext, useSession, useSessionState } from './session/use-session.js';
import { SignIn } from './sign-in/sign-in.js';
import { Header } from './workbench/header.js';
import { Workbench } from './workbench/workbench.js';

export interface AppProps {
  readonly configuration: Configuration;
  readonly session: Session;
  readonly sandbox: SandboxViews | undefined;
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
  const { flow, refusals } = useSessionState();
  const { dismiss } = useSession();
  const signedIn = authStatus === 'authenticated';
  return (
    <>
      <Header configuration={configuration} />
      <main>
        <h1 className="visually-hidden">{signedIn ? 'Your topics' : 'Sign in'}</h1>
        <FlowView flow={flow} />
        <RefusalsView refusals={refusals} onDismiss={dismiss} />
        <SignIn sandbox={sandbox}>
          <Workbench sandboxUrl={configuration.sandboxUrl} />
        </SignIn>
      </main>
    </>
  );
}
