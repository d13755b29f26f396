import type { ConnectionState } from '../../client/index.js';
import { useOnline } from '../start/use-online.js';
import { useSessionState } from './use-visit.js';

/** The state of the connection, and `offline` as soon as the device says so: a socket notices much later. */
export function useShownConnection(): ConnectionState {
  const { connection } = useSessionState();
  const online = useOnline();
  return online || connection === 'closed' || connection === 'denied' ? connection : 'offline';
}
