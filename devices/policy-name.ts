import { createHash } from 'node:crypto';
import { type DirectoryUser, userKey } from '../contract/directory-items.js';

/**
 * Name of one of a user's own IoT policies: it says nothing of the user, and no two users share one. 34 characters
 * behind the prefix.
 *
 * @param slot 0 to 5
 */
export function policyNameOf(prefix: string, user: DirectoryUser, slot: number): string {
  const digest = createHash('sha256').update(userKey(user)).digest('hex').slice(0, 32);
  return `${prefix}${digest}-${slot}`;
}
