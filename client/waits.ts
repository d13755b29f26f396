/** Waiting that ends early when things have changed, or when its owner gives up. */
export interface Waits {
  /** Resolves after `milliseconds`, or at the next `nudge()` unless `firm`. Rejects with the signal's reason. */
  wait(milliseconds: number, signal: AbortSignal, firm?: boolean): Promise<void>;
  /** The network is back, or the device has woken: whoever waits tries again now. */
  nudge(): void;
}

export function createWaits(): Waits {
  const nudges = new Set<() => void>();
  return {
    wait(milliseconds, signal, firm = false) {
      return new Promise((resolve, reject) => {
        const done = () => {
          clearTimeout(timer);
          nudges.delete(done);
          signal.removeEventListener('abort', done);
          if (signal.aborted) reject(signal.reason);
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

export interface BackOff {
  /** Milliseconds to wait before the next try: doubled each time up to the cap, the upper half of it by chance. */
  next(): number;
  reset(): void;
}

/** @see https://docs.aws.amazon.com/prescriptive-guidance/latest/cloud-design-patterns/retry-backoff.html */
export function createBackOff(first: number, cap: number): BackOff {
  let tries = 0;
  return {
    next() {
      const full = Math.min(cap, first * 2 ** tries);
      tries = Math.min(tries + 1, 30);
      return full / 2 + (Math.random() * full) / 2;
    },
    reset() {
      tries = 0;
    },
  };
}
