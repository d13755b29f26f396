import { reasonOf } from './abortable.js';

/** Calls of something that is still to come, in the order in which they were made. */
export interface WaitingCalls<Called> {
  /**
   * Makes the call as soon as it can be made: at once when all has come and nothing waits before it.
   *
   * @throws the signal's reason while it waits; what `refuse` is called with
   */
  call<T>(make: (called: Called) => Promise<T>, options: WaitingOptions): Promise<T>;
  /** Whether a call waits that starts a connection. */
  readonly isStarting: boolean;
  /** It has come: who waits has his turn, before whoever comes meanwhile. */
  release(called: Called): void;
  /** Those who wait do not any longer. */
  refuse(error: unknown, which: 'all' | 'starting'): void;
}

export interface WaitingOptions {
  /** Whether it starts a connection. */
  readonly starts: boolean;
  readonly signal?: AbortSignal | undefined;
}

interface Waiting<Called> {
  readonly starts: boolean;
  make(called: Called): void;
  refuse(error: unknown): void;
}

/** @param onLeft a call has left by its signal */
export function createWaitingCalls<Called>(onLeft: () => void): WaitingCalls<Called> {
  const waiting = new Set<Waiting<Called>>();
  let free: Called | undefined;

  return {
    call(make, { starts, signal }) {
      if (free !== undefined) return make(free);
      if (signal?.aborted) return Promise.reject(reasonOf(signal));
      return new Promise((resolve, reject) => {
        const leave = () => {
          waiting.delete(one);
          signal?.removeEventListener('abort', abort);
        };
        const one: Waiting<Called> = {
          starts,
          make(called) {
            leave();
            try {
              resolve(make(called));
            } catch (error) {
              // Who calls wrongly is told so, and nobody else.
              reject(error);
            }
          },
          refuse(error) {
            leave();
            reject(error);
          },
        };
        const abort = () => {
          if (signal) one.refuse(reasonOf(signal));
          onLeft();
        };
        waiting.add(one);
        signal?.addEventListener('abort', abort);
      });
    },
    get isStarting() {
      return [...waiting].some(({ starts }) => starts);
    },
    release(called) {
      // What a listener calls meanwhile is at the end of the same set.
      for (const one of waiting) one.make(called);
      free = called;
    },
    refuse(error, which) {
      for (const one of [...waiting]) if (which === 'all' || one.starts) one.refuse(error);
    },
  };
}
