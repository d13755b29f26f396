import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import type { ConsoleState } from '../../contract/console-state.js';
import type { Operator } from '../operator/operator.js';
import type { FeedState, Shown } from './console-store.js';
import { type IdentityNames, identityNames } from './identity-names.js';
import type { Store } from './store.js';

export interface ConsoleParts {
  readonly store: Store<Shown>;
  readonly operator: Operator;
}

// biome-ignore lint/style/useNamingConvention: a component of React, which takes them in PascalCase only.
export const ConsoleContext = createContext<ConsoleParts | undefined>(undefined);

function useParts(): ConsoleParts {
  const parts = useContext(ConsoleContext);
  if (parts === undefined) throw new Error('There is no ConsoleContext above this component.');
  return parts;
}

export function useOperator(): Operator {
  return useParts().operator;
}

export function useFeed(): FeedState {
  const { store } = useParts();
  return useSyncExternalStore(store.subscribe, () => store.get().feed);
}

/** Whether the sandbox has told anything yet; the areas are shown only then. */
export function useIsTold(): boolean {
  const { store } = useParts();
  return useSyncExternalStore(store.subscribe, () => store.get().state !== undefined);
}

/** One part of the state; the component is drawn again when that part changes. */
export function useConsole<Part extends keyof ConsoleState>(part: Part): ConsoleState[Part] {
  const { store } = useParts();
  return useSyncExternalStore(store.subscribe, () => {
    const { state } = store.get();
    if (state === undefined) throw new Error('The sandbox has told nothing yet.');
    return state[part];
  });
}

export function useIdentityNames(): IdentityNames {
  const [identities, users] = [useConsole('identities'), useConsole('users')];
  return useMemo(() => identityNames(identities, users), [identities, users]);
}
