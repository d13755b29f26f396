import type { Facts } from '../facts.js';
import { judged, type Verdict } from '../finding.js';

/** AWS IoT attaches ten policies to an identity, and no more. */
const MOST_POLICIES = 10;

/** Whether the stack's IoT policy is attached to the identity. */
export function attachedPoliciesCheck({
  attached,
  identity,
  outputs,
}: Pick<Facts, 'attached' | 'identity' | 'outputs'>): Verdict | undefined {
  if (attached === undefined || identity === undefined || 'unknown' in identity || identity.known === undefined)
    return undefined;
  const { logins, recorded } = identity.known;
  if (logins.length === 0) return { ok: 'a guest needs none' };
  const { IotPolicyName = '' } = outputs;
  return judged(attached, (names) => {
    if (names.includes(IotPolicyName)) return { ok: names.join(', ') };
    const others = names.length === 0 ? 'nothing is attached' : `attached: ${names.join(', ')}`;
    if (names.length >= MOST_POLICIES) {
      return {
        bad: 'PolicyLimitReached',
        text: `${IotPolicyName} is not attached, and ten others are: ${names.join(', ')}`,
      };
    }
    const left = recorded?.left ? ' (the identity has called DELETE)' : '';
    return { bad: 'PolicyNotAttached', text: `${IotPolicyName} is not attached${left}; ${others}` };
  });
}
