/** A state that tells of its changes. */
export interface Store<State> {
  get(): State;
  /** Told after every change; gives a function that takes the listener back. */
  subscribe(listener: () => void): () => void;
  set(state: State): void;
}

export function createStore<State>(initial: State): Store<State> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(next) {
      state = next;
      for (const listener of listeners) listener();
    },
  };
}
