/** A connection that ends sooner, in milliseconds, with nothing under way, was taken over. */
const SHORT_LIFE = 10_000;
const MOST = 3;

/** Counts connections that ended for no reason of their own, one after the other. */
export interface ShortLives {
  readonly count: number;
  /** A connection has ended. @param explained something else than a takeover may have ended it */
  ended(lived: number, explained: boolean): void;
  /** Another one keeps taking the client ID. */
  readonly tooMany: boolean;
  reset(): void;
}

export function createShortLives(): ShortLives {
  let count = 0;
  return {
    get count() {
      return count;
    },
    get tooMany() {
      return count >= MOST;
    },
    ended(lived, explained) {
      if (lived >= SHORT_LIFE) count = 0;
      else if (!explained) count += 1;
    },
    reset() {
      count = 0;
    },
  };
}
