import type { Clock } from '../../sandbox/base/clock.js';
import type { IotPolicySettings } from '../../sandbox/iot/iot-resources.js';
import { createIotPolicies, emptyIotPolicies } from '../../sandbox/iot/policies/iot-policies.js';
import { createPropagation } from '../../sandbox/iot/policies/propagation.js';
import { createPolicyAttachments, emptyPolicyAttachments } from '../../sandbox/iot/policy-attachments.js';

/** Attachments of one policy, which nobody has yet. */
export function policyAttachmentsOf(
  policy: IotPolicySettings,
  { clock, region = 'us-east-1' }: { clock: Clock; region?: string },
) {
  const propagation = createPropagation(clock);
  const policies = createIotPolicies({ settings: [policy], state: emptyIotPolicies(), clock, propagation });
  return createPolicyAttachments({ policies, state: emptyPolicyAttachments(), region, propagation });
}
