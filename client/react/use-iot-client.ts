import { useSyncExternalStore } from 'react';
import type { IotClient } from '../index.js';
import { useHolder } from './holder-context.js';

/**
 * The client itself, for all that no hook is for. Undefined while a server renders, and in the first render of a provider
 * that has yet to make it.
 */
export function useIotClient(): IotClient | undefined {
  const { onChange, current } = useHolder();
  return useSyncExternalStore(onChange, current, noClient);
}

/** A page begins as the server has rendered it. */
function noClient(): undefined {}
