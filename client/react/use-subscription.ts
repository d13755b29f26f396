import { useEffect, useInsertionEffect, useState, useSyncExternalStore } from 'react';
import type { MessageHandler, QoS } from '../index.js';
import { useHolder } from './holder-context.js';
import { NOT_SUBSCRIBED, type SubscriptionState } from './subscription-state.js';
import { createSubscriptionStore } from './subscription-store.js';

/** What `useSubscription` takes beside the filter, in the place of a handler alone. */
export interface UseSubscriptionOptions<Filter extends string = string> {
  /** Gets each message; without it the hook gives the last one. */
  readonly onMessage?: MessageHandler<Filter> | undefined;
  /** @default 1 */
  readonly qos?: QoS | undefined;
}

/**
 * Subscribes while the component is mounted, to nothing as long as the filter is not known. With a handler, each message
 * goes to the one of the last render, and messages alone render nothing anew; without, the hook gives the last message.
 */
export function useSubscription<const Filter extends string>(
  filter: Filter | undefined | null,
  to?: MessageHandler<Filter> | UseSubscriptionOptions<Filter>,
): SubscriptionState<Filter> {
  const { onMessage, qos = 1 } = typeof to === 'function' ? { onMessage: to } : (to ?? {});
  const holder = useHolder();
  const [store] = useState(createSubscriptionStore);
  useInsertionEffect(() => {
    // Messages come as the filter that was wanted has them.
    store.handler = onMessage as MessageHandler | undefined;
  });
  useEffect(() => (filter ? store.want({ holder, name: filter, qos }) : undefined), [store, holder, filter, qos]);
  const state = useSyncExternalStore(
    store.onChange,
    () => store.state(filter),
    () => NOT_SUBSCRIBED,
  );
  return state as SubscriptionState<Filter>;
}
