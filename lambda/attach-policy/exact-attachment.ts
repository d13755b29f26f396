import type { Call, PolicyAttachment } from './attachment.js';
import type { PolicyChoice } from './group-policies.js';

/**
 * Makes the identity's attachments of this deployment exactly the one. Others go first: whoever lost a group must not
 * keep its rights because a later call fails, and a call that fails in between leaves less than the caller may have,
 * never more; calling again mends it. Policies of other deployments are not touched.
 *
 * Without groups there are no others, and this is one AttachPolicy.
 */
export async function attachExactly(
  attachment: PolicyAttachment,
  identityId: string,
  { policyName, others }: PolicyChoice,
  call: Call,
): Promise<void> {
  await detachAll(attachment, identityId, others, call);
  // Whatever the list said: it is only eventually consistent, and attaching twice is harmless.
  await attachment.attach(identityId, policyName, call);
}

/** Detaches the chosen policy and whatever else of this deployment is attached. */
export async function detachEntirely(
  attachment: PolicyAttachment,
  identityId: string,
  { policyName, others }: PolicyChoice,
  call: Call,
): Promise<void> {
  await detachAll(attachment, identityId, others, call);
  await attachment.detach(identityId, policyName, call);
}

/** AWS IoT's list may be some seconds old. What it leaves out goes with the next call, and the caller's role, which
 * must allow everything too, is another one by then. */
async function detachAll(
  attachment: PolicyAttachment,
  identityId: string,
  policyNames: readonly string[],
  call: Call,
): Promise<void> {
  if (policyNames.length === 0) return;
  for (const policyName of await attachment.attachedAmong(identityId, policyNames, call)) {
    await attachment.detach(identityId, policyName, call);
  }
}
