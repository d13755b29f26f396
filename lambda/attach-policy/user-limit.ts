import type { Caller } from './caller.js';
import { subjectsIn } from './signed-logins.js';

/** Keeps one user from using up what AWS IoT grants to the whole account. */
export interface UserLimit {
  /** 0: do it. Otherwise the seconds after which the user should call again; nothing was asked of AWS. */
  admit(action: string, caller: Caller): number;
}

/** Requests of one user for one action at once: several tabs and devices that come up together. */
const BURST = 5;
/** Milliseconds after which there is one more. */
const REFILL = 4_000;
/**
 * Buckets. Who has not called for `BURST * REFILL`, which is 20 s, has a full one again, so that forgetting it changes
 * nothing; the one that was used longest ago goes first. In 20 s the stage lets 400 requests of each method through by
 * default, so nobody is forgotten early unless `rateLimit` is above 33 a second; then who is gains one more burst.
 */
const KEPT = 2_000;

/**
 * Whoever has signed up once has as many identities as they like: `UnlinkIdentity` is public, and a login without an
 * identity gets a new one. So what is limited is the user, as the providers that vouched for the credentials name them;
 * only where the platform tells nothing of them (a direct invocation) it is the identity.
 *
 * With several logins, each of them is limited, or their combinations would be as many users. It is limited apart from
 * the same login alone: where a back end lets its users choose their names, a name with a comma in it could look like
 * somebody else's login beside the own, and would hold up that user.
 *
 * It belongs to one execution environment, whose only memory it is, and knows nothing of answers: `docs/decisions/0023`.
 *
 * @param now milliseconds
 */
export function createUserLimit(now: () => number): UserLimit {
  /** By action and user, those used last at the end: the time in milliseconds at which a bucket is full again. */
  const fullAt = new Map<string, number>();

  return {
    admit(action, caller) {
      const time = now();
      const keys = keysOf(caller).map((key) => `${action} ${key}`);
      // Never emptier than empty: a clock that was put back locks nobody out.
      const before = keys.map((key) => Math.min(Math.max(fullAt.get(key) ?? time, time), time + BURST * REFILL));
      const taken = before.map((full) => full + REFILL);
      const wait = Math.max(...taken) - time - BURST * REFILL;
      if (wait > 0) return Math.ceil(wait / 1000);
      keys.forEach((key, index) => {
        // Anew, so that it stands last.
        fullAt.delete(key);
        fullAt.set(key, taken[index] ?? time);
      });
      for (const oldest of fullAt.keys()) {
        if (fullAt.size <= KEPT) break;
        fullAt.delete(oldest);
      }
      return 0;
    },
  };
}

/** An identity has at most 20 logins; a name full of commas is not to push all others out. */
const LOGINS = 20;

function keysOf({ logins = [], identityId }: Caller): readonly string[] {
  const { subjects, alone } = subjectsIn(logins);
  if (subjects.length === 0) return [`identity ${identityId}`];
  return subjects.slice(0, LOGINS).map((subject) => `${alone ? 'alone' : 'among others'} ${subject}`);
}
