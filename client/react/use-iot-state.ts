import { useSyncExternalStore } from 'react';
import { type IotState, NO_CLIENT_YET } from './client-holder.js';
import { useHolder } from './holder-context.js';

/** How the connection is; renders again when that changes. */
export function useIotState(): IotState {
  const { onChange, state } = useHolder();
  return useSyncExternalStore(onChange, state, () => NO_CLIENT_YET);
}
