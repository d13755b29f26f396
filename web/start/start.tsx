import { useSyncExternalStore } from 'react';
import { App, type AppProps } from '../app.js';
import type { Stage, Starter } from './starter.js';
import { StateCard } from './state-card.js';
import { useOnline } from './use-online.js';

/** The page, and what stands there until it can be. */
export function Start({ starter }: { readonly starter: Starter<AppProps> }) {
  const { stage } = useSyncExternalStore(starter.store.subscribe, starter.store.get);
  if (stage.is === 'ready') return <App {...stage.app} />;
  return (
    <>
      <header className="header">
        <p className="brand">
          <img src="icon.svg" alt="" width="28" height="28" /> Cognito IoT Access
        </p>
      </header>
      <main>
        <h1 className="visually-hidden">Cognito IoT Access</h1>
        <Wait stage={stage} again={() => void starter.attempt()} />
      </main>
    </>
  );
}

type WaitProps = { readonly stage: Exclude<Stage<AppProps>, { is: 'ready' }>; readonly again: () => void };

function Wait({ stage, again }: WaitProps) {
  const online = useOnline();
  const tryNow = { name: 'Try now', act: again };
  switch (stage.is) {
    case 'loading':
      return (
        <StateCard tone="busy" title="Loading">
          <p>The page asks which stack it is for.</p>
        </StateCard>
      );
    case 'unreachable':
      return (
        <StateCard
          tone="offline"
          title={online ? 'The page cannot be loaded yet' : 'This device is offline'}
          action={tryNow}
        >
          <p>
            <code>{stage.address}</code> does not answer.{' '}
            {online ? 'The page tries again by itself.' : 'The page goes on as soon as there is a network.'}
          </p>
        </StateCard>
      );
    case 'wrong':
      return (
        <StateCard tone="bad" title="This page cannot start" action={{ ...tryNow, name: 'Try again' }}>
          <p>{stage.message}</p>
        </StateCard>
      );
  }
}
