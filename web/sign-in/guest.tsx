import { useState } from 'react';
import { useVisit } from '../session/use-visit.js';

/** Lets somebody try without signing in, and see who refuses that. */
export function Guest() {
  const visit = useVisit();
  const [busy, setBusy] = useState(false);
  const tryIt = async () => {
    setBusy(true);
    await visit.start(undefined);
    setBusy(false);
  };
  return (
    <section className="card">
      <h2>Without signing in?</h2>
      <p>Whether guests get credentials is for the identity pool to say. By default they get none.</p>
      <button type="button" className="button-quiet" onClick={tryIt} disabled={busy}>
        Try as a guest
      </button>
    </section>
  );
}
