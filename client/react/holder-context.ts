import { createContext, useContext } from 'react';
import type { ClientHolder } from './client-holder.js';

export const HOLDER_CONTEXT = createContext<ClientHolder | undefined>(undefined);

/** @throws Error outside of a provider */
export function useHolder(): ClientHolder {
  const holder = useContext(HOLDER_CONTEXT);
  if (holder) return holder;
  throw new Error('There is no IotProvider around this component: render it within one.');
}
