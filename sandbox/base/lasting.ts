import { stopAll } from './stop-all.js';

/** Gives what was made under this name, or makes it. */
export type Lasting = <T>(name: string, make: () => T) => T;

/** What outlives a reset. Made for where to make it anew would take long, and nobody could tell. */
export interface LastingThings {
  readonly lasting: Lasting;
  /** Stops what can be stopped. */
  stop(): Promise<void>;
}

export function createLastingThings(): LastingThings {
  const things = new Map<string, unknown>();
  return {
    lasting<T>(name: string, make: () => T): T {
      if (!things.has(name)) things.set(name, make());
      return things.get(name) as T;
    },
    stop: () => stopAll([...things.values()].map((thing) => () => stopOf(thing)?.())),
  };
}

function stopOf(thing: unknown): (() => unknown) | undefined {
  const { stop } = (typeof thing === 'object' && thing !== null ? thing : {}) as { readonly stop?: unknown };
  return typeof stop === 'function' ? (stop as () => unknown) : undefined;
}
