import { createContext, useContext, useSyncExternalStore } from 'react';
import type { SessionState } from './session-state.js';
import type { PartState, Visit } from './visit.js';

// biome-ignore lint/style/useNamingConvention: a component of React, which takes them in PascalCase only.
export const VisitContext = createContext<Visit | undefined>(undefined);

/** The visit to this page. */
export function useVisit(): Visit {
  const visit = useContext(VisitContext);
  if (visit === undefined) throw new Error('There is no VisitContext above this component.');
  return visit;
}

/** What it shows; the component is drawn again when that changes. */
export function useSessionState(): SessionState {
  const { store } = useVisit();
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Whether what only users need is here. */
export function usePartState(): PartState {
  const { part } = useVisit();
  return useSyncExternalStore(part.subscribe, part.get).state;
}
