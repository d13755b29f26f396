/** A connection that ends sooner, in milliseconds, with nothing under way, was taken over. */
const SHORT_LIFE_MS = 10_000;

/** After as many in a row, another one keeps taking the client ID. */
export const MOST_SHORT_LIVES = 3;

export interface EndedLife {
  /** Milliseconds. */
  readonly lived: number;
  /** Something else than a takeover may have ended it. */
  readonly explained: boolean;
}

/** How many connections in a row have ended for no reason of their own, now that one more has ended. */
export function countShortLives(before: number, { lived, explained }: EndedLife): number {
  if (lived >= SHORT_LIFE_MS) return 0;
  return explained ? before : before + 1;
}
