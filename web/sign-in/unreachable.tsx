import { useEffect } from 'react';
import { useAccount } from '../account/use-account.js';
import { StateCard } from '../start/state-card.js';
import { useOnline } from '../start/use-online.js';

/** Somebody is signed in, and the user pool does not answer to say that it is still so. */
export function Unreachable() {
  const account = useAccount();
  const online = useOnline();
  useEffect(() => {
    if (online) void account.restore();
  }, [online, account]);
  return (
    <StateCard
      tone="offline"
      title={online ? 'The user pool does not answer' : 'This device is offline'}
      action={{ name: 'Try now', act: () => void account.restore() }}
    >
      <p>You are still signed in. The page goes on as soon as the user pool answers.</p>
    </StateCard>
  );
}
