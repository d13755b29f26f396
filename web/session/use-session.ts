import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Session } from './session.js';
import type { SessionState } from './session-state.js';

// biome-ignore lint/style/useNamingConvention: a component of React, which takes them in PascalCase only.
export const SessionContext = createContext<Session | undefined>(undefined);

/** The session of this page. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('There is no SessionContext above this component.');
  return session;
}

/** What it shows; the component is drawn again when that changes. */
export function useSessionState(): SessionState {
  const { store } = useSession();
  return useSyncExternalStore(store.subscribe, store.get);
}
