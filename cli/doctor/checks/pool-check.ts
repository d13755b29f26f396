import type { Facts } from '../facts.js';
import { judged, type Verdict } from '../finding.js';

/** Whether the identity pool takes this user pool's tokens, and has a role to give. */
export function poolCheck({ pool, outputs }: Pick<Facts, 'pool' | 'outputs'>): Verdict {
  return judged(pool, ({ takesUserPool, authenticatedRole }) => {
    const { IdentityPoolId, UserPoolId, UserPoolClientId } = outputs;
    if (!takesUserPool) {
      return {
        bad: 'ProviderMissing',
        text: `${IdentityPoolId} takes no tokens of ${UserPoolId} for client ${UserPoolClientId}`,
      };
    }
    if (authenticatedRole === undefined)
      return { bad: 'PoolWithoutRole', text: `${IdentityPoolId} has no role for who has signed in` };
    return { ok: `${IdentityPoolId} takes tokens of ${UserPoolId}` };
  });
}
