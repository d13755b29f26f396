import type { DeviceGrantsConfiguration } from '../contract/device-grants-configuration.js';
import type { DirectoryUser } from '../contract/directory-items.js';
import { policyNameOf } from '../devices/policy-name.js';
import { slotFor } from '../devices/slots.js';
import type { Change } from './grant.js';
import { GrantError } from './grant-error.js';
import type { GrantedDevice, UserItems } from './user-items.js';

/** What a change of one device puts in the place of what; without `next` there is nothing to do. */
export interface Plan {
  readonly before?: GrantedDevice | undefined;
  readonly next?: GrantedDevice;
}

export type Planner = (items: UserItems, device: string, configuration: DeviceGrantsConfiguration) => Plan;

/** @throws GrantError `TooManyDevices` */
export const granting: Planner = ({ devices }, device, configuration) => {
  const before = devices.find((one) => one.device === device);
  if (before !== undefined && before.state !== 'revoking') return { before };
  const slot = before?.slot ?? roomFor(device, devices, configuration);
  return { before, next: { device, slot, state: 'granting', changedAt: new Date().toISOString() } };
};

export const revoking: Planner = ({ devices }, device) => {
  const before = devices.find((one) => one.device === device);
  if (before === undefined) return {};
  return { before, next: { ...before, state: 'revoking', changedAt: new Date().toISOString() } };
};

function roomFor(device: string, devices: readonly GrantedDevice[], configuration: DeviceGrantsConfiguration): number {
  const names = new Map<number, string[]>();
  for (const one of devices) names.set(one.slot, [...(names.get(one.slot) ?? []), one.device]);
  const slot = slotFor(device, names, configuration);
  if (slot !== undefined) return slot;
  const what = `the user has ${devices.length} devices, and six IoT policies of 2,048 characters have no room for ${device}`;
  const remedy = 'revoke some, or let devices that belong together share one level, as in devices/<home>/<device>';
  throw new GrantError('TooManyDevices', `${what}; ${remedy}`);
}

/** The plan as it is told. */
export function changeOf(
  user: DirectoryUser,
  device: string,
  { plan: { before, next }, items, policyPrefix }: { plan: Plan; items: UserItems; policyPrefix: string },
): Change {
  return {
    user: user.sub,
    device,
    changed: next !== undefined,
    policyName: policyNameOf(policyPrefix, user, (next ?? before)?.slot ?? 0),
    identityIds: items.identityIds,
  };
}
