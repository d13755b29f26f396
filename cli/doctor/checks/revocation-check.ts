import type { Facts } from '../facts.js';
import { judged, type Verdict } from '../finding.js';

/** Whether an operator has taken the access away: by a mark in the directory, or by the policy that denies everything. */
export function revocationCheck({
  revocation,
  attached,
  outputs,
}: Pick<Facts, 'revocation' | 'attached' | 'outputs'>): Verdict | undefined {
  const { RevokedPolicyName: denying } = outputs;
  if (attached !== undefined && 'known' in attached && denying !== undefined && attached.known.includes(denying)) {
    return { bad: 'Revoked', text: `the policy that denies everything is attached (${denying})` };
  }
  if (revocation === undefined) {
    return attached === undefined || denying === undefined
      ? undefined
      : judged(attached, () => ({ ok: 'not revoked' }));
  }
  return judged(revocation, (mark) => {
    if (mark === undefined) return { ok: 'not revoked' };
    const why = mark.reason === undefined ? '' : ` (${mark.reason})`;
    return { bad: 'Revoked', text: `marked in the directory since ${mark.revokedAt}${why}` };
  });
}
