import type { Removal } from '../../journey/removals.js';

/** Takes away one thing that was made, or may have been. */
export interface Cleanup {
  /** In words that go behind "removed": `user ada@example.com`; some names are known only when it is made. */
  readonly what: () => string;
  /** @returns whether it was there */
  readonly run: () => Promise<boolean>;
  /** The command for whoever does it by hand. */
  readonly byHand: () => string;
  /** Goes behind all others: AWS needs time for it. */
  readonly isLate?: boolean;
}

/** @param tell is told what was there, and is no more */
export function asRemoval({ what, run, byHand }: Cleanup, tell: (what: string) => void): Removal {
  return {
    get what() {
      return what();
    },
    get byHand() {
      return byHand();
    },
    async remove() {
      if (await run()) tell(what());
    },
  };
}
