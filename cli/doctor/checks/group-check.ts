import type { Facts } from '../facts.js';
import type { Verdict } from '../finding.js';

/** Whether the user still acts by the role that the groups give: tokens and credentials hold on to the former one. */
export function groupCheck({ role, identity, pool }: Pick<Facts, 'role' | 'identity' | 'pool'>): Verdict | undefined {
  if (role === undefined || identity === undefined || 'unknown' in pool || pool.known.mapping !== 'groups')
    return undefined;
  if ('unknown' in role) return role;
  if ('unknown' in identity || identity.known?.recorded?.roleName === undefined) {
    return { unknown: 'no POST has told as which role the identity acts' };
  }
  const { roleName, lastPost } = identity.known.recorded;
  const now = role.known.arn.slice(role.known.arn.lastIndexOf('/') + 1);
  const group = role.known.group === undefined ? 'no group' : `group ${role.known.group}`;
  if (roleName === now) return { ok: `acts by ${group}` };
  const text = `acted as ${roleName} at the last POST (${lastPost.toISOString()}), and is in ${group} now, which acts as ${now}`;
  return { bad: 'GroupChanged', text };
}
