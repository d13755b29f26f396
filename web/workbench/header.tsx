import { useAuthenticator } from '@aws-amplify/ui-react';
import type { ConnectionState } from '../../client/index.js';
import type { PageConfiguration } from '../configuration/page-configuration.js';
import { useSession, useSessionState } from '../session/use-session.js';

const WORDS: Readonly<Record<ConnectionState, string>> = {
  connecting: 'Connecting',
  attaching: 'Attaching the policy',
  connected: 'Connected',
  offline: 'Offline, trying again',
  denied: 'Denied',
  closed: 'Not connected',
};

export function Header({ configuration }: { readonly configuration: PageConfiguration }) {
  const { authStatus, signOut } = useAuthenticator(({ authStatus }) => [authStatus]);
  const { connection, email, holder } = useSessionState();
  const isGuest = holder.kind === 'guest' && connection !== 'closed' && connection !== 'denied';
  const session = useSession();
  const leave = async () => {
    await session.stop('signed out');
    signOut();
  };
  const { sandboxUrl, outputs, stackName } = configuration;
  return (
    <header className="header">
      <p className="brand">
        <img src="icon.svg" alt="" width="28" height="28" /> Cognito IoT Access
      </p>
      <p className="place" title={`Stack ${stackName}`}>
        {sandboxUrl === undefined ? `AWS ${outputs.Region}` : <a href={`${sandboxUrl}/`}>Sandbox on this machine</a>}
      </p>
      <p className="connection" role="status" data-state={connection}>
        <span className="visually-hidden">Connection: </span>
        {WORDS[connection]}
      </p>
      {authStatus === 'authenticated' ? (
        <div className="user">
          <span className="email">{email}</span>
          <button type="button" className="button-quiet" onClick={leave}>
            Sign out
          </button>
        </div>
      ) : (
        isGuest && (
          <div className="user">
            <span className="email">Guest</span>
            <button type="button" className="button-quiet" onClick={() => session.stop('signed out')}>
              Leave
            </button>
          </div>
        )
      )}
    </header>
  );
}
