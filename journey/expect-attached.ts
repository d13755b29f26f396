import { onceInEffect } from './in-effect.js';
import { JourneyError } from './refusal.js';
import type { JourneyTarget } from './target.js';

/**
 * AWS IoT's lists may be older than its last change, so it may be asked more than once.
 *
 * @returns names of all policies that are attached
 */
export async function expectAttached(
  target: JourneyTarget,
  identityId: string,
  policyName: string,
): Promise<readonly string[]> {
  const { result } = await onceInEffect(target, performance.now(), async () => {
    const policies = await target.attachedPolicies(identityId);
    if (policies.includes(policyName)) return policies;
    const told = policies.join(', ') || 'none';
    throw new JourneyError('NotAttached', `${policyName} is not attached to ${identityId}; attached are: ${told}.`);
  });
  return result;
}
