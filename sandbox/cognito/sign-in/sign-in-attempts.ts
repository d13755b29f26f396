import { AwsError } from '../../base/errors.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';
import type { Users } from '../user-pool/users.js';

const FREE_FAILURES = 5;
const LONGEST_LOCKOUT = 15 * 60_000;
const FORGIVEN_AFTER = 15 * 60_000;

/**
 * Judges one attempt to prove a password. The fifth failure locks the user out for a second, each one more doubles
 * that, up to about 15 minutes; attempts during a lock-out do not count; 15 quiet minutes or a success start anew.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html (lockout behavior for failed sign-in)
 */
export function judgeAttempt(users: Pick<Users, 'update'>, user: UserRecord, now: number, proves: () => boolean): void {
  const failures = user.signInFailures;
  // One that would last longer is of a clock that was set back since.
  const isLockedOut = now < failures.lockedUntil && failures.lockedUntil - now <= LONGEST_LOCKOUT;
  if (isLockedOut) throw new AwsError('NotAuthorizedException', 'Password attempts exceeded');
  if (proves()) {
    // Most have failed never: nothing changes, and nothing has to be kept.
    if (failures.count > 0) users.update(user, { signInFailures: { count: 0, lastAt: now, lockedUntil: 0 } });
    return;
  }
  const count = now - failures.lastAt >= FORGIVEN_AFTER ? 1 : failures.count + 1;
  const lockout = count < FREE_FAILURES ? 0 : Math.min(1000 * 2 ** (count - FREE_FAILURES), LONGEST_LOCKOUT);
  users.update(user, { signInFailures: { count, lastAt: now, lockedUntil: now + lockout } });
  throw wrongPassword();
}

export function wrongPassword(): AwsError {
  return new AwsError('NotAuthorizedException', 'Incorrect username or password.');
}
