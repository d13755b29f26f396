import { useEffect, useInsertionEffect, useState, useSyncExternalStore } from 'react';
import type { MessageHandler, QoS } from '../index.js';
import { useHolder } from './holder-context.js';
import { NOT_SUBSCRIBED, type SubscriptionState } from './subscription-state.js';
import { createSubscriptionStore } from './subscription-store.js';

/** What `useSubscription` takes beside the filter, in the place of a handler alone. */
export interface UseSubscriptionOptions {
  /** Gets each message; without it the hook gives the last one. */
  readonly onMessage?: MessageHandler | undefined;
  /** @default 1 */
  readonly qos?: QoS | undefined;
}

/** Undefined as long as it is not known yet: nothing is subscribed to then. */
export type FilterOrNone = string | undefined | null;

/**
 * Subscribes while the component is mounted. With a handler, each message goes to the one of the last render, and
 * messages alone render nothing anew; without, the hook gives the last message.
 */
export function useSubscription(filter: FilterOrNone, to?: MessageHandler | UseSubscriptionOptions): SubscriptionState {
  const { onMessage, qos = 1 }: UseSubscriptionOptions = typeof to === 'function' ? { onMessage: to } : (to ?? {});
  const holder = useHolder();
  const [store] = useState(createSubscriptionStore);
  useInsertionEffect(() => {
    store.handler = onMessage;
  });
  useEffect(() => (filter ? store.want({ holder, filter, qos }) : undefined), [store, holder, filter, qos]);
  return useSyncExternalStore(
    store.onChange,
    () => store.state(filter),
    () => NOT_SUBSCRIBED,
  );
}
