import { useSyncExternalStore } from 'react';
import { type Route, routeOf } from './route.js';

/** Where one is; the component is drawn again when that changes. */
export function useRoute(): Route {
  return routeOf(useSyncExternalStore(subscribe, () => location.hash));
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
