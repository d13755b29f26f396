import type { CompleteDeviceAccess } from '../contract/device-access.js';
import { policiesOfUser } from '../contract/device-grants-configuration.js';
import { devicePolicy, LONGEST_POLICY, policySize } from './device-policy.js';

/** Devices by the slot of the policy that names them. */
export type Slots = ReadonlyMap<number, readonly string[]>;

/**
 * The first slot whose policy has room for the device; undefined: none of the six has. A device stays in its slot, so
 * that a grant changes one policy and no other device is without its own for a moment.
 */
export function slotFor(
  device: string,
  slots: Slots,
  { access, partition }: { readonly access: CompleteDeviceAccess; readonly partition: string },
): number | undefined {
  const all = Array.from({ length: policiesOfUser }, (_, slot) => slot);
  return all.find((slot) => {
    const together = [...(slots.get(slot) ?? []), device];
    return policySize(devicePolicy(access, partition, together)) <= LONGEST_POLICY;
  });
}
