import { callListener } from './call-listener.js';

export interface Emitter<Events extends Record<string, unknown[]>> {
  /** Gives a function that takes the listener back. */
  on<Name extends keyof Events>(name: Name, listener: (...args: Events[Name]) => void): () => void;
  /** False when nobody listened. */
  emit<Name extends keyof Events>(name: Name, ...args: Events[Name]): boolean;
}

/** @param onFault told when a listener throws, or gives a promise that rejects; the other listeners are called all the same */
export function createEmitter<Events extends Record<string, unknown[]>>(
  onFault: (name: keyof Events, error: unknown) => void,
): Emitter<Events> {
  const listeners: { [Name in keyof Events]?: Set<(...args: Events[Name]) => void> } = {};
  return {
    on(name, listener) {
      const set = listeners[name] ?? new Set();
      listeners[name] = set;
      set.add(listener);
      return () => set.delete(listener);
    },
    emit(name, ...args) {
      const called = [...(listeners[name] ?? [])];
      for (const listener of called) {
        callListener(
          () => listener(...args),
          (error) => onFault(name, error),
        );
      }
      return called.length > 0;
    },
  };
}
