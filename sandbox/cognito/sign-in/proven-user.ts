import { unknownUserOf } from '../user-pool/unknown-user.js';
import type { AppClient } from '../user-pool/user-pool.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';
import { judgeAttempt, wrongPassword } from './sign-in-attempts.js';

/** The user whose name and password these are; throws what AWS throws. Says nothing of whether it may sign in. */
export function provenUser({ pool, client }: AppClient, name: string, password: string, now: number): UserRecord {
  const user = pool.users.find(name);
  if (user === undefined) throw unknownUserOf(client, 'User does not exist.') ?? wrongPassword();
  judgeAttempt(pool, user, now, () => pool.users.hasPassword(user, password));
  return user;
}
