import type { ConnectionState } from '../../client/index.js';
import { useAccount, useAccountState } from '../account/use-account.js';
import type { PageConfiguration } from '../configuration/page-configuration.js';
import { useShownConnection } from '../session/use-shown-connection.js';
import { useSessionState, useVisit } from '../session/use-visit.js';

const WORDS: Readonly<Record<ConnectionState, string>> = {
  connecting: 'Connecting',
  attaching: 'Attaching the policy',
  connected: 'Connected',
  offline: 'Offline, trying again',
  paused: 'Paused while hidden',
  denied: 'Denied',
  closed: 'Not connected',
};

export function Header({ configuration }: { readonly configuration: PageConfiguration }) {
  const { status } = useAccountState();
  const account = useAccount();
  const { connection, email, holder } = useSessionState();
  const shown = useShownConnection();
  const isGuest = holder.kind === 'guest' && connection !== 'closed' && connection !== 'denied';
  const visit = useVisit();
  const leave = async () => {
    await visit.stop('signed out');
    await account.signOut();
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
      <p className="connection" role="status" data-state={shown}>
        <span className="visually-hidden">Connection: </span>
        {WORDS[shown]}
      </p>
      {status === 'signedIn' ? (
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
            <button type="button" className="button-quiet" onClick={() => visit.stop('signed out')}>
              Leave
            </button>
          </div>
        )
      )}
    </header>
  );
}
