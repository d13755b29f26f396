import type { LockOutTarget } from '../../operations/lock-out-target.js';
import type { RevokeResult } from '../../operations/revoke.js';

/** What `revoke` has not done and could not do, for people and programs. */
export function revokingNotes(
  { sub, user }: LockOutTarget,
  { identityIds, waited }: RevokeResult,
  { didWait }: { readonly didWait: boolean },
): string[] {
  const notes: string[] = [];
  if (sub === undefined) notes.push('No user is known: whoever it is may sign in, and come back as a new identity.');
  else if (user === undefined) notes.push(`${sub} is not in the user pool: there is nobody to disable.`);
  if (user?.status === 'EXTERNAL_PROVIDER') {
    const who = user.providers.join(', ') || 'an identity provider';
    notes.push(`${user.userName} comes by ${who}, and can still sign in there, but not into this user pool.`);
  }
  if (identityIds.length === 0) notes.push('No identity is known: the user has never called POST.');
  if (!waited) notes.push('Stopped before the caches of AWS have run out; the same command goes on.');
  if (didWait) return notes;
  return [
    ...notes,
    'Connections with client IDs that are not known stay open; no message passes once AWS IoT heeds the Deny, which AWS ' +
      'says takes 6 to 8 minutes. --wait goes on disconnecting until then.',
  ];
}
