import { useAuthenticator } from '@aws-amplify/ui-react';
import type { PageConfiguration } from '../configuration/page-configuration.js';
import { useSession, useSessionState } from '../session/use-session.js';

/** Stays in view while there is no connection: why, and the way on. */
export function ConnectionNotice({ configuration }: { readonly configuration: PageConfiguration }) {
  const { signOut, authStatus } = useAuthenticator((context) => [context.authStatus]);
  const { connection, failed, refusals } = useSessionState();
  const session = useSession();
  const offline = connection === 'offline';
  const ended = failed || connection === 'denied';
  const refusal = refusals.find(({ place }) => place === 'connection');
  const leave = async () => {
    await session.stop('signed out');
    signOut();
  };
  return (
    <div role="status" className="notice" data-tone={ended ? 'bad' : 'busy'}>
      {(offline || ended) && (
        <>
          <p>{offline ? unreachable(configuration) : <Ended title={refusal?.title} />}</p>
          <div className="notice-actions">
            {ended && refusal?.signInAgain && authStatus === 'authenticated' && (
              <button type="button" className="button-quiet" onClick={leave}>
                Sign out
              </button>
            )}
            <button type="button" className="button" onClick={() => session.tryNow()}>
              Try now
            </button>
          </div>
        </>
      )}
    </div>
  );
}

function Ended({ title = 'Not connected' }: { readonly title: string | undefined }) {
  return (
    <>
      <b>{title}.</b> The page has stopped trying.
    </>
  );
}

function unreachable({ sandboxUrl, outputs }: PageConfiguration) {
  return (
    <>
      <b>Nothing answers at {outputs.IotEndpoint}.</b> The page tries again by itself.
      {sandboxUrl !== undefined && (
        <>
          {' '}
          Is <code>npm start</code> still running?
        </>
      )}
    </>
  );
}
