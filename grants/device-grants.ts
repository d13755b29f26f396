import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { type DirectoryUser, everyDevice } from '../contract/directory-items.js';
import { deviceNameProblem } from '../devices/device-name.js';
import { readConfiguration } from './configuration.js';
import type { Change, ChangeOptions, DeviceGrants, DeviceGrantsOptions, Grant } from './grant.js';
import { GrantError } from './grant-error.js';
import { changeOf, granting, type Plan, type Planner, revoking } from './plan.js';
import { createSettlement } from './settlement.js';
import { createUserItems, type UserItems } from './user-items.js';
import { createUserLock, type Lease } from './user-lock.js';
import { createUserPolicies } from './user-policies.js';

/** AWS throttles policies at 10 calls a second and an account. */
const maxAttempts = 8;

/** @throws GrantError `NotConfigured` */
export function createDeviceGrants(options: DeviceGrantsOptions = {}): DeviceGrants {
  const configuration = options.configuration ?? readConfiguration(process.env.DEVICE_GRANTS);
  const { access, tableName, userPoolId, policyPrefix } = configuration;
  const dynamodb = options.dynamodb ?? new DynamoDBClient({ maxAttempts });
  const items = createUserItems({ dynamodb, tableName });
  const policies = createUserPolicies(options.iot ?? new IoTClient({ maxAttempts }));
  const { leaseTime = 20_000, patience = 60_000, log = (line: string) => console.info(line) } = options;
  const withLock = createUserLock({ dynamodb, tableName, leaseTime, patience });
  const { settle, repair } = createSettlement({ configuration, items, policies });

  const userOf = (sub: string): DirectoryUser => {
    if (/^[\w:.@+-]{1,128}$/.test(sub)) return { userPoolId, sub };
    throw new GrantError(
      'InvalidUser',
      `${JSON.stringify(sub)} is no sub of a user; give the sub claim of their token`,
    );
  };
  const checked = (device: string) => {
    const problem = deviceNameProblem(device, access);
    if (problem === undefined) return device;
    throw new GrantError('InvalidDevice', `no device can be called ${JSON.stringify(device)}; ${problem}`);
  };
  const deviceOf = ({ device, allDevices = false }: Grant): string => {
    if (allDevices !== (device === undefined)) {
      throw new GrantError('InvalidDevice', 'give the name of a device, or allDevices: true, and not both');
    }
    return device === undefined ? everyDevice : checked(device);
  };
  async function carryOut(event: string, planner: Planner, grant: Grant, { dryRun = false }: ChangeOptions = {}) {
    const user = userOf(grant.user);
    const device = deviceOf(grant);
    const told = (plan: Plan, all: UserItems) => changeOf(user, device, { plan, items: all, policyPrefix });
    if (dryRun) {
      const all = await items.of(user);
      return told(planner(all, device, configuration), all);
    }
    const change = await withLock(user, async (lease: Lease) => {
      const all = await settle(user, lease);
      const plan = planner(all, device, configuration);
      const { before, next } = plan;
      if (next === undefined) return told(plan, all);
      await items.replace(user, next, before, lease);
      const others = all.devices.filter((one) => one.device !== device);
      const after = await settle(user, lease, { ...all, devices: [...others, next] });
      return told(plan, after);
    });
    log(JSON.stringify({ event, ...change, userPoolId, identityIds: change.identityIds.length }));
    return change;
  }

  const grants: DeviceGrants = {
    grant: (grant, options) => carryOut('device-granted', granting, grant, options),
    revoke: (grant, options) => carryOut('device-revoked', revoking, grant, options),

    async devicesOf(user) {
      const { devices } = await items.of(userOf(user));
      return devices.map(({ device }) => device).sort();
    },

    async usersOf(device) {
      const [byName, byAll] = await Promise.all([items.usersOf(checked(device)), items.usersOf(everyDevice)]);
      const own = (users: readonly DirectoryUser[]) => users.filter((user) => user.userPoolId === userPoolId);
      return [
        ...own(byName).map(({ sub }) => ({ user: sub, allDevices: false })),
        ...own(byAll).map(({ sub }) => ({ user: sub, allDevices: true })),
      ];
    },

    async revokeFromAll(device, options = {}) {
      const users = (await grants.usersOf(device)).filter(({ allDevices }) => !allDevices);
      const changes: Change[] = [];
      for (const { user } of users) changes.push(await grants.revoke({ user, device }, options));
      return changes;
    },

    async repair(user) {
      const users = user === undefined ? await items.usersWithDevices() : [userOf(user)];
      const repaired: string[] = [];
      for (const one of users) repaired.push(...(await withLock(one, (lease) => repair(one, lease))));
      for (const policyName of repaired) log(JSON.stringify({ event: 'device-policy-repaired', policyName }));
      return repaired;
    },
  };
  return grants;
}
