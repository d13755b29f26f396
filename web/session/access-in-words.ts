import type { AccessHolder } from '../../contract/access-holder.js';

/** By whose rights somebody acts. */
export function accessInWords(holder: AccessHolder): string {
  if (holder.kind === 'guest') return 'as a guest';
  if (holder.kind === 'user') return 'as any user';
  return holder.names.length === 1
    ? `as the group ${holder.names[0]}`
    : `as one of the groups ${holder.names.join(', ')}`;
}
