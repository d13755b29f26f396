/** A state that tells of its changes. */
export interface Store<State> {
  get(): State;
  /** Told after every change; gives a function that takes the listener back. */
  subscribe(listener: () => void): () => void;
  update(change: (state: State) => Partial<State>): void;
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
    update(change) {
      state = { ...state, ...change(state) };
      for (const listener of listeners) listener();
    },
  };
}
