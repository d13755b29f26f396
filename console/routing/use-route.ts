import { useSyncExternalStore } from 'react';
import { hashOf, type Route, routeOf } from './route.js';

/** Where one is; the component is drawn again when that changes. */
export function useRoute(): Route {
  return routeOf(useSyncExternalStore(subscribe, () => location.hash));
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

/** Changes the address without a step back to the one before; at once, since somebody may be typing into it. */
export function replaceRoute(route: Parameters<typeof hashOf>[0]): void {
  history.replaceState(null, '', hashOf(route));
  dispatchEvent(new HashChangeEvent('hashchange'));
}
