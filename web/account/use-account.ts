import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Account } from './account.js';
import type { AccountState } from './account-state.js';

// biome-ignore lint/style/useNamingConvention: a component of React, which takes them in PascalCase only.
export const AccountContext = createContext<Account | undefined>(undefined);

/** The account of whoever sits in front of this page. */
export function useAccount(): Account {
  const account = useContext(AccountContext);
  if (account === undefined) throw new Error('There is no AccountContext above this component.');
  return account;
}

/** What it shows; the component is drawn again when that changes. */
export function useAccountState(): AccountState {
  const { store } = useAccount();
  return useSyncExternalStore(store.subscribe, store.get);
}
