import { useAccount, useAccountState } from '../account/use-account.js';
import type { PageConfiguration } from '../configuration/page-configuration.js';
import { useShownConnection } from '../session/use-shown-connection.js';
import { useSessionState, useVisit } from '../session/use-visit.js';
import { useOnline } from '../start/use-online.js';

/** Stays in view while there is no connection: why, and the way on. */
export function ConnectionNotice({ configuration }: { readonly configuration: PageConfiguration }) {
  const { status } = useAccountState();
  const account = useAccount();
  const { connection, failed, refusals } = useSessionState();
  const shown = useShownConnection();
  const visit = useVisit();
  const offline = shown === 'offline';
  const ended = failed || connection === 'denied';
  const refusal = refusals.find(({ place }) => place === 'connection');
  const leave = async () => {
    await visit.stop('signed out');
    await account.signOut();
  };
  return (
    <div role="status" className="notice" data-tone={ended ? 'bad' : 'busy'}>
      {(offline || ended) && (
        <>
          <p>{offline ? <Unreachable configuration={configuration} /> : <Ended title={refusal?.title} />}</p>
          <div className="notice-actions">
            {ended && refusal?.signInAgain && status === 'signedIn' && (
              <button type="button" className="button-quiet" onClick={leave}>
                Sign out
              </button>
            )}
            <button type="button" className="button" onClick={() => visit.tryNow()}>
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

function Unreachable({ configuration: { sandboxUrl, outputs } }: { readonly configuration: PageConfiguration }) {
  const online = useOnline();
  if (!online) {
    return (
      <>
        <b>This device is offline.</b> What you publish at QoS 1 waits, and goes out as soon as there is a network.
      </>
    );
  }
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
