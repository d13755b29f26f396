import { signInWithRedirect } from 'aws-amplify/auth';
import { useState } from 'react';

export interface HostedSignInProps {
  /** Host, with a port where it is the sandbox's. */
  readonly domain: string;
  readonly inSandbox: boolean;
}

/** Leads to the page that Cognito serves. Amplify always goes there by https. */
export function HostedSignIn({ domain, inSandbox }: HostedSignInProps) {
  const [problem, setProblem] = useState<'distrusted' | string>();
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      if (inSandbox && !(await isTrusted(domain))) return setProblem('distrusted');
      await signInWithRedirect();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="card" aria-labelledby="hosted-title">
      <h2 id="hosted-title">On Cognito’s own page</h2>
      <p>This stack has a hosted sign-in, for several apps at once and for users of other providers.</p>
      <button type="button" className="button-quiet" onClick={leave} disabled={busy}>
        Sign in on the hosted page
      </button>
      <div role="alert">{problem === 'distrusted' ? <Distrusted domain={domain} /> : problem && <p>{problem}</p>}</div>
    </section>
  );
}

function Distrusted({ domain }: { readonly domain: string }) {
  const address = `https://${domain}/_sandbox/`;
  return (
    <>
      <p>
        This browser does not trust the sandbox’s certificate yet, and Amplify goes to the hosted page by https alone.
        Run <code>npx cognito-iot sandbox trust</code>, which says how, and try again.
      </p>
      <p>
        Or open{' '}
        <a href={address} target="_blank" rel="noreferrer">
          {address}
        </a>{' '}
        and let it pass for this once.
      </p>
    </>
  );
}

/** Whether a connection comes about; what is answered does not matter. */
async function isTrusted(domain: string): Promise<boolean> {
  return fetch(`https://${domain}/_sandbox/`, { mode: 'no-cors', cache: 'no-store' }).then(
    () => true,
    () => false,
  );
}
