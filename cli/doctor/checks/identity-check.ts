import type { Facts, Identity, Pool } from '../facts.js';
import { judged, type Verdict } from '../finding.js';

/** Whether there is an identity, of this pool, and of somebody who has signed in. */
export function identityCheck({
  identity,
  pool,
  outputs,
  asked,
  user,
}: Pick<Facts, 'identity' | 'pool' | 'outputs' | 'asked' | 'user'>): Verdict | undefined {
  if (identity === undefined) return undefined;
  if (user !== undefined && 'known' in user && user.known === undefined) return undefined;
  return judged(identity, (found) => {
    if (found !== undefined) return judged(pool, (known) => ofThisPool(found, known, outputs));
    if (asked.identity !== undefined) {
      return { bad: 'IdentityUnknown', text: `Cognito knows no identity ${asked.identity} in ${outputs.Region}` };
    }
    return { bad: 'NeverCame', text: 'the directory has no identity of the user: no POST has come' };
  });
}

function ofThisPool(
  { identityId, logins, recorded }: Identity,
  pool: Pool,
  { IdentityPoolId, UserPoolId }: Facts['outputs'],
): Verdict {
  if (logins.length === 0) {
    if (pool.guestRole !== undefined) return { ok: `${identityId} is a guest's` };
    return { bad: 'Guest', text: `${identityId} has no login, and the pool lets no guests in` };
  }
  if (recorded !== undefined && recorded.identityPoolId !== IdentityPoolId) {
    return { bad: 'ForeignPool', text: `${identityId} is of identity pool ${recorded.identityPoolId}` };
  }
  if (!logins.some((login) => pool.providers.includes(login))) {
    return {
      bad: 'ForeignPool',
      text: `${identityId} has signed in with ${logins.join(', ')}, and not with ${UserPoolId}`,
    };
  }
  return { ok: `${identityId} (${logins.join(', ')})` };
}
