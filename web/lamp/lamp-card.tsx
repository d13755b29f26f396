import './lamp.css';
import { useEffect, useRef } from 'react';
import { grantCommand } from '../refusals/grant-command.js';
import { RefusalsView } from '../refusals/refusals-view.js';
import { Snippet } from '../refusals/snippet.js';
import { useSession } from '../session/use-session.js';
import { useSessionState } from '../session/use-visit.js';
import { LampPicture } from './lamp-picture.js';
import { hasUseForLamp, LAMP, type LampAccess, type LampState } from './lamp-state.js';

/** Milliseconds after which the page asks again. What is not in effect costs a connection to try. */
const ASK_AGAIN_MS: Partial<Record<LampAccess, number>> = { 'not granted': 5_000, 'not in effect': 15_000 };

/** A device of the user's, where the stack lets devices be granted: what it reports, and a switch. */
export function LampCard({ sandboxUrl }: { readonly sandboxUrl: string | undefined }) {
  const { rights, lamp, connection } = useSessionState();
  const { refreshDevices } = useSession();
  const devices = rights?.devices;
  useAskAgain();
  if (!hasUseForLamp(devices)) return undefined;
  const { names, all } = devices;
  return (
    <section className="card lamp" aria-labelledby="lamp-title">
      <header>
        <h2 id="lamp-title">Lamp</h2>
        <button
          type="button"
          className="button-quiet"
          onClick={refreshDevices}
          disabled={connection === 'closed' || connection === 'denied'}
        >
          Refresh
        </button>
      </header>
      <p className="note" data-testid="devices">
        Devices granted to you: {all ? 'every device' : names.length > 0 ? names.join(', ') : 'none'}
      </p>
      {lamp.access === 'granted' ? <Switch lamp={lamp} /> : <NotYet access={lamp.access} sandboxUrl={sandboxUrl} />}
      <RefusalsView place="lamp" />
    </section>
  );
}

function Switch({ lamp }: { readonly lamp: LampState }) {
  const { connection } = useSessionState();
  const { switchLamp } = useSession();
  const { on, wanted, rejected } = lamp;
  const shallBe = wanted ?? on ?? false;
  return (
    <div className="lamp-place">
      <LampPicture on={on === true} />
      <div>
        <p role="status" data-testid="lamp">
          {wordsOf(lamp)}
        </p>
        <button
          type="button"
          role="switch"
          className="switch"
          aria-checked={shallBe}
          aria-label="Light"
          onClick={() => switchLamp(!shallBe)}
          // While the connection is replaced, what is asked for waits.
          disabled={connection !== 'connected' && connection !== 'connecting'}
        />
        <p role="alert">{rejected !== undefined && `The shadow rejected it: ${rejected}`}</p>
      </div>
    </div>
  );
}

function NotYet({ access, sandboxUrl }: { readonly access: LampAccess; readonly sandboxUrl: string | undefined }) {
  const { sub } = useSessionState();
  return (
    <div className="lamp-refused">
      <p role="status">
        {access === 'not granted' && <b>not granted: device {LAMP}</b>}
        {access === 'not in effect' && (
          <>
            <b>The grant does not work yet.</b> AWS IoT may take minutes; the page tries again by itself.
          </>
        )}
      </p>
      {access === 'not granted' && (
        <>
          <p>Whoever runs the stack grants it to you. The page asks again by itself.</p>
          <Snippet caption="Terminal" text={grantCommand({ sub, device: LAMP, sandboxUrl })} />
        </>
      )}
    </div>
  );
}

function wordsOf({ on, wanted }: LampState): string {
  if (wanted !== undefined && wanted !== on)
    return `Switching it ${wanted ? 'on' : 'off'}: the lamp has yet to report.`;
  return on === undefined ? 'The lamp has not reported yet.' : `The lamp is ${on ? 'on' : 'off'}.`;
}

/** By itself, while somebody looks; and at once when they come back to look. */
function useAskAgain(): void {
  const { refreshDevices } = useSession();
  const { lamp, connection, rights } = useSessionState();
  const wanted = connection === 'connected' && hasUseForLamp(rights?.devices);
  const every = wanted ? ASK_AGAIN_MS[lamp.access] : undefined;
  const latest = useRef(refreshDevices);
  latest.current = refreshDevices;
  useEffect(() => {
    if (!wanted) return;
    const askIfSeen = () => {
      if (document.visibilityState === 'visible') void latest.current();
    };
    document.addEventListener('visibilitychange', askIfSeen);
    const timer = every === undefined ? undefined : setInterval(askIfSeen, every);
    return () => {
      document.removeEventListener('visibilitychange', askIfSeen);
      clearInterval(timer);
    };
  }, [wanted, every]);
}
