import type { Made } from '../../journey/made.js';
import { attachmentCleanups } from './attachment-cleanups.js';
import type { Cleanup } from './cleanup.js';
import type { CleanupPlace } from './cleanup-place.js';
import { grantCleanups } from './grant-cleanups.js';
import { identityCleanups } from './identity-cleanups.js';
import { thingCleanups } from './thing-cleanups.js';
import { userCleanups } from './user-cleanups.js';

/** How each thing is taken away again. */
export function cleanupsOf(place: CleanupPlace): (made: Made) => readonly Cleanup[] {
  return (made) => {
    if (made.kind === 'user') return userCleanups(place, made);
    if (made.kind === 'identity') return identityCleanups(place, made);
    if (made.kind === 'attachment') return attachmentCleanups(place, made);
    if (made.kind === 'thing') return thingCleanups(place, made);
    return grantCleanups(place, made);
  };
}
