import type { Clock } from '../../base/clock.js';
import type { UserPoolSettings } from '../resources/user-pool-settings.js';
import { createVerifier } from './srp.js';
import type { UserRecord } from './user-pool-tables.js';

interface PasswordsOptions {
  readonly poolName: string;
  readonly settings: Pick<UserPoolSettings, 'temporaryPasswordValidityDays'>;
  readonly clock: Clock;
}

const DAY = 24 * 3_600_000;

/** The passwords of one pool's users. */
export function createPasswords({ poolName, settings, clock }: PasswordsOptions) {
  return {
    /** What changes in the user with this password. */
    newPassword(
      { userName }: UserRecord,
      password: string,
    ): Pick<UserRecord, 'passwordVerifier' | 'passwordSetAt' | 'updatedAt'> {
      const passwordVerifier = createVerifier({ poolName, userIdForSrp: userName }, password);
      return { passwordVerifier, passwordSetAt: clock.now(), updatedAt: clock.now() };
    },

    /** Whether it is a temporary one whose days are over: only an operator can set another then. */
    hasExpiredPassword({ status, passwordSetAt, createdAt }: UserRecord): boolean {
      const validity = settings.temporaryPasswordValidityDays * DAY;
      return status === 'FORCE_CHANGE_PASSWORD' && clock.now() >= (passwordSetAt ?? createdAt) + validity;
    },

    hasPassword(user: UserRecord, password: string): boolean {
      const identity = { poolName, userIdForSrp: user.userName };
      const { verifier } = createVerifier(identity, password, user.passwordVerifier.salt);
      return verifier === user.passwordVerifier.verifier;
    },
  };
}
