import { randomBytes } from 'node:crypto';
import type { Clock } from '../../base/clock.js';
import { AwsError } from '../../base/errors.js';

export type NewPasswordChallenges = ReturnType<typeof createNewPasswordChallenges>;

interface Pending {
  readonly sub: string;
  readonly clientId: string;
  readonly expiresAt: number;
}

/** Sign-ins of users with a temporary password, who have to set their own now. */
export function createNewPasswordChallenges(clock: Clock) {
  const pending = new Map<string, Pending>();
  return {
    /** Gives the `Session`; `validity` is milliseconds. */
    issue(sub: string, clientId: string, validity: number): string {
      for (const [session, { expiresAt }] of pending) if (expiresAt <= clock.now()) pending.delete(session);
      const session = randomBytes(96).toString('base64url');
      pending.set(session, { sub, clientId, expiresAt: clock.now() + validity });
      return session;
    },

    /** Takes the session, once; gives the user's `sub`. */
    take(session: string, clientId: string): string {
      const found = pending.get(session);
      if (found?.clientId !== clientId || found.expiresAt <= clock.now()) {
        throw new AwsError('NotAuthorizedException', 'Invalid session for the user, session is expired.');
      }
      pending.delete(session);
      return found.sub;
    },
  };
}
