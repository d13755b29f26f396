import type { Session } from './session.js';
import { usePartState } from './use-visit.js';

/** The session of whoever is here; there is one below the workbench. */
export function useSession(): Session {
  const state = usePartState();
  if (state.is !== 'here') throw new Error('Nobody has signed in.');
  return state.part.session;
}
