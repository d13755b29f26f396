import { useSyncExternalStore } from 'react';
import { useHolder } from './holder-context.js';

/** `client.myTopic(name)`; undefined while the identity ID is not known, which `useSubscription` waits for. */
export function useMyTopic(name: string): string | undefined {
  const { onChange, current } = useHolder();
  const topic = () => {
    const client = current();
    return client?.identityId === undefined ? undefined : client.myTopic(name);
  };
  return useSyncExternalStore(onChange, topic, () => undefined);
}
