import { reasonOf } from './abortable.js';

/** Waiting that ends early when things have changed, or when its owner gives up. */
export interface Waits {
  /**
   * Resolves after `milliseconds`, or at the next `nudge()` unless the wait is `firm`.
   *
   * @throws the signal's reason
   */
  wait(milliseconds: number, signal: AbortSignal, options?: { readonly firm: boolean }): Promise<void>;
  /** The network is back, or the device has woken: whoever waits tries again now. */
  nudge(): void;
}

export function createWaits(): Waits {
  const nudges = new Set<() => void>();
  return {
    wait(milliseconds, signal, { firm } = { firm: false }) {
      return new Promise((resolve, reject) => {
        const done = () => {
          clearTimeout(timer);
          nudges.delete(done);
          signal.removeEventListener('abort', done);
          if (signal.aborted) reject(reasonOf(signal));
          else resolve();
        };
        const timer = setTimeout(done, Math.max(0, milliseconds));
        if (!firm) nudges.add(done);
        signal.addEventListener('abort', done);
        if (signal.aborted) done();
      });
    },
    nudge() {
      for (const done of [...nudges]) done();
    },
  };
}

/** Milliseconds. */
export interface BackOff {
  readonly first: number;
  readonly cap: number;
}

/**
 * How long to wait at most before the next try: doubled each time up to the cap.
 *
 * @see https://docs.aws.amazon.com/prescriptive-guidance/latest/cloud-design-patterns/retry-backoff.html
 */
export function backOff(tries: number, { first, cap }: BackOff): number {
  return Math.min(cap, first * 2 ** tries);
}

/** The upper half of it by chance, so that those who wait do not come back together. */
export function byChance(atMost: number): number {
  return atMost / 2 + (Math.random() * atMost) / 2;
}
