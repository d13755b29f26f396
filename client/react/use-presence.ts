import { useEffect, useInsertionEffect, useState, useSyncExternalStore } from 'react';
import type { PresenceChange, PresenceOptions } from '../index.js';
import { useHolder } from './holder-context.js';
import { asJson } from './keep-present.js';
import { NOT_PRESENT, type PresenceState } from './presence-state.js';
import { createPresenceStore } from './presence-store.js';

/** What `usePresence` takes beside the topic. */
export interface UsePresenceOptions extends Pick<PresenceOptions, 'data' | 'heartbeat'> {
  /** Gets each change from joining on; a `leave` says why. A new function at each render will do. */
  readonly onChange?: ((change: PresenceChange) => unknown) | undefined;
}

/**
 * Joins those who are at a topic while the component is mounted, nobody as long as the topic is not known, and gives who
 * is there. Other `data` is told to the others; `heartbeat` is read when it joins. A guest gets a `NotSignedInError` as
 * `error`, and nothing is thrown.
 */
export function usePresence(topic: string | undefined | null, options: UsePresenceOptions = {}): PresenceState {
  const { data, heartbeat, onChange } = options;
  const holder = useHolder();
  const [store] = useState(createPresenceStore);
  useInsertionEffect(() => {
    store.said = { data, heartbeat };
    store.onMemberChange = onChange;
  });
  useEffect(() => (topic ? store.want({ holder, name: topic }) : undefined), [store, holder, topic]);
  const said = asJson(data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is said there may be another
  useEffect(() => store.announce(), [store, said]);
  return useSyncExternalStore(
    store.onChange,
    () => store.state(topic),
    () => NOT_PRESENT,
  );
}
