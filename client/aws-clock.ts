/** AWS's time, as far as it is known. Times are milliseconds since 1970. */
export interface AwsClock {
  now(): number;
  /** Whether AWS has told its time yet. */
  readonly isLearnt: boolean;
  /**
   * Takes the time from the header `Date` of one of AWS's answers; true if the clock was wrong until then, so that what
   * was signed with it may be taken when it is signed anew. null where a browser hides the header.
   */
  learn(date: string | null): boolean;
}

/** AWS takes signatures that are up to five minutes off; the header tells whole seconds, and has been under way. */
const TOLERATED_MS = 60_000;

/** Runs with the device's clock, and corrects it by what AWS says, as AWS's own SDKs do. */
export function createAwsClock(deviceNow: () => number = Date.now): AwsClock {
  let ahead = 0;
  let isLearnt = false;
  const now = () => deviceNow() + ahead;
  return {
    now,
    get isLearnt() {
      return isLearnt;
    },
    learn(date) {
      const told = Date.parse(date ?? '');
      if (Number.isNaN(told)) return false;
      isLearnt = true;
      const off = told - now();
      if (Math.abs(off) < TOLERATED_MS) return false;
      ahead += off;
      return true;
    },
  };
}
