import type { PageVisibility } from '../../../client/watch-hidden.js';

export interface SimulatedPage extends PageVisibility {
  readonly listeners: number;
  show(visibilityState: 'visible' | 'hidden'): void;
}

/** A page that can be hidden, and counts who listens to it. */
export function simulatedPage(): SimulatedPage {
  const listeners = new Set<() => void>();
  let visibilityState = 'visible';
  return {
    get visibilityState() {
      return visibilityState;
    },
    get listeners() {
      return listeners.size;
    },
    show(shown) {
      visibilityState = shown;
      for (const listener of listeners) listener();
    },
    addEventListener: (_type, listener) => void listeners.add(listener),
    removeEventListener: (_type, listener) => void listeners.delete(listener),
  };
}
