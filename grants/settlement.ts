import type { DeviceGrantsConfiguration } from '../contract/device-grants-configuration.js';
import { policiesOfUser } from '../contract/device-grants-configuration.js';
import type { DirectoryUser } from '../contract/directory-items.js';
import { devicePolicy } from '../devices/device-policy.js';
import { policyNameOf } from '../devices/policy-name.js';
import type { GrantedDevice, UserItems, UserItemsTable } from './user-items.js';
import type { Lease } from './user-lock.js';
import type { UserPolicies } from './user-policies.js';

export interface SettlementOptions {
  readonly configuration: DeviceGrantsConfiguration;
  readonly items: UserItemsTable;
  readonly policies: UserPolicies;
}

/**
 * Makes a user's policies what the directory says, under the user's lock. The order lets nobody reach a device that the
 * directory does not know: a grant is written down before a policy names it, and struck out after none does. So each of
 * the steps may be the last one of a process: what is left is `granting` or `revoking`, and is settled by whoever comes
 * next.
 */
export function createSettlement({ configuration, items, policies }: SettlementOptions) {
  const { access, partition, policyPrefix } = configuration;
  const documentOf = (devices: readonly GrantedDevice[]) => {
    const named = devices.filter(({ state }) => state !== 'revoking').map(({ device }) => device);
    return devicePolicy(access, partition, named.sort());
  };
  const inSlot = (devices: readonly GrantedDevice[], slot: number) => devices.filter((one) => one.slot === slot);
  const isOpen = ({ state }: GrantedDevice) => state !== 'granted';

  async function attachToAll(user: DirectoryUser, slot: number, { identityIds }: UserItems, lease: Lease) {
    const policyName = policyNameOf(policyPrefix, user, slot);
    for (const identityId of identityIds) await policies.attach(policyName, identityId, lease);
  }

  /** @returns the devices of the slot as they are now */
  async function settleSlot(user: DirectoryUser, slot: number, all: UserItems, lease: Lease): Promise<GrantedDevice[]> {
    const devices = inSlot(all.devices, slot);
    if (!devices.some(isOpen)) return devices;
    await policies.write(policyNameOf(policyPrefix, user, slot), documentOf(devices), lease);
    // Where one was granted before, each identity has the policy: those of then, and those since, by their own call.
    // An identity that is written down only now attaches it itself, so those are read after the policy was written.
    if (!devices.some(({ state }) => state === 'granted') && devices.some(({ state }) => state === 'granting')) {
      await attachToAll(user, slot, await items.of(user), lease);
    }
    for (const device of devices.filter(({ state }) => state === 'revoking')) await items.delete(user, device, lease);
    const settled = devices.filter(({ state }) => state !== 'revoking');
    for (const device of settled.filter(isOpen)) {
      await items.replace(user, { ...device, state: 'granted' }, device, lease);
    }
    return settled.map((device) => ({ ...device, state: 'granted' as const }));
  }

  async function settle(user: DirectoryUser, lease: Lease, before?: UserItems): Promise<UserItems> {
    const all = before ?? (await items.of(user));
    const slots = [...new Set(all.devices.map(({ slot }) => slot))];
    const devices: GrantedDevice[] = [];
    for (const slot of slots) devices.push(...(await settleSlot(user, slot, all, lease)));
    return { ...all, devices };
  }

  return {
    /** Whatever is open. @returns what the user has afterwards */
    settle,

    /**
     * Compares each policy with the directory, too, and attaches each to each identity: after somebody else's changes.
     *
     * @returns names of the policies that were not what they should be
     */
    async repair(user: DirectoryUser, lease: Lease): Promise<string[]> {
      const repaired: string[] = [];
      const all = await settle(user, lease);
      for (let slot = 0; slot < policiesOfUser; slot += 1) {
        const policyName = policyNameOf(policyPrefix, user, slot);
        const devices = inSlot(all.devices, slot);
        const found = await policies.read(policyName, lease);
        const document = documentOf(devices);
        const isWrong = found === undefined ? devices.length > 0 : JSON.stringify(found) !== JSON.stringify(document);
        if (isWrong) {
          await policies.write(policyName, document, lease);
          repaired.push(policyName);
        }
        if (devices.length > 0) await attachToAll(user, slot, await items.of(user), lease);
      }
      return repaired;
    },
  };
}
