import { AwsError } from '../../base/errors.js';
import { isAskedForCode } from '../mfa/software-token.js';
import type { UserPool } from '../user-pool/user-pool.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';

const FREE_FAILURES = 5;
const LONGEST_LOCKOUT = 15 * 60_000;
const FORGIVEN_AFTER = 15 * 60_000;

/**
 * Judges one attempt to prove a password. The fifth failure locks the user out for a second, each one more doubles
 * that, up to about 15 minutes; attempts during a lock-out do not count; 15 quiet minutes or a success start anew.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html (lockout behavior for failed sign-in)
 */
export function judgeAttempt(pool: UserPool, user: UserRecord, now: number, proves: () => boolean): void {
  checkNotLockedOut(user, now);
  if (proves()) {
    // A code that is asked for next is a part of the same attempt: whoever knows the password could try many otherwise.
    if (!isAskedForCode(pool, user)) forgetFailures(pool, user, now);
    return;
  }
  countFailure(pool, user, now);
  throw wrongPassword();
}

/** @throws AwsError */
export function checkNotLockedOut({ signInFailures: { lockedUntil } }: UserRecord, now: number): void {
  // One that would last longer is of a clock that was set back since.
  const isLockedOut = now < lockedUntil && lockedUntil - now <= LONGEST_LOCKOUT;
  if (isLockedOut) throw new AwsError('NotAuthorizedException', 'Password attempts exceeded');
}

/**
 * Also a wrong code of an authenticator: "After five unsuccessful attempts to present an MFA code, Amazon Cognito begins
 * the exponential-timeout lockout process".
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
 */
export function countFailure({ users }: Pick<UserPool, 'users'>, user: UserRecord, now: number): void {
  const failures = user.signInFailures;
  const count = now - failures.lastAt >= FORGIVEN_AFTER ? 1 : failures.count + 1;
  const lockout = count < FREE_FAILURES ? 0 : Math.min(1000 * 2 ** (count - FREE_FAILURES), LONGEST_LOCKOUT);
  users.update(user, { signInFailures: { count, lastAt: now, lockedUntil: now + lockout } });
}

export function forgetFailures({ users }: Pick<UserPool, 'users'>, user: UserRecord, now: number): void {
  // Most have failed never: nothing changes, and nothing has to be kept.
  if (user.signInFailures.count > 0) users.update(user, { signInFailures: { count: 0, lastAt: now, lockedUntil: 0 } });
}

export function wrongPassword(): AwsError {
  return new AwsError('NotAuthorizedException', 'Incorrect username or password.');
}
