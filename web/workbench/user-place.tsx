import { useEffect } from 'react';
import { usePartState, useVisit } from '../session/use-visit.js';
import { StateCard } from '../start/state-card.js';
import { useOnline } from '../start/use-online.js';

/** Where a user or a guest works, or what there is to say while that is not loaded. */
export function UserPlace({ sandboxUrl }: { readonly sandboxUrl: string | undefined }) {
  const state = usePartState();
  const visit = useVisit();
  const online = useOnline();
  const failed = state.is === 'failed';
  useEffect(() => {
    if (!failed) return;
    addEventListener('online', visit.tryNow);
    return () => removeEventListener('online', visit.tryNow);
  }, [failed, visit]);
  if (state.is === 'here') return <state.part.Workbench sandboxUrl={sandboxUrl} />;
  if (!failed) return <StateCard tone="busy" title="Loading the workbench" />;
  return (
    <StateCard
      tone="offline"
      title={online ? 'The workbench could not be loaded' : 'This device is offline'}
      action={{ name: 'Try again', act: () => void visit.tryNow() }}
    >
      <p>
        You are signed in, and the rest of the page is missing.{' '}
        {online
          ? 'If it stays away, a newer page may have taken its place: reload.'
          : 'It is loaded once there is a network.'}
      </p>
    </StateCard>
  );
}
