import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { IoTClient } from '@aws-sdk/client-iot';
import type { DeviceGrantsConfiguration } from '../contract/device-grants-configuration.js';

/** Whom, and what: one device, or every one. */
export interface Grant {
  /** `sub` of the user in the stack's user pool. */
  readonly user: string;
  /** Name of the device, and of its thing. */
  readonly device?: string;
  /** Every device there is or will be, in place of one: for staff. @default false */
  readonly allDevices?: boolean;
}

export interface ChangeOptions {
  /** Only tells what would be done. @default false */
  readonly dryRun?: boolean;
}

/** What was done, or would be. */
export interface Change {
  readonly user: string;
  /** `*` for every device. */
  readonly device: string;
  /** False: it was so already. */
  readonly changed: boolean;
  /** The IoT policy that names the device. */
  readonly policyName: string;
  /** Identities of the user that it counts for at once; others by their next POST. */
  readonly identityIds: readonly string[];
}

export interface DeviceUser {
  readonly user: string;
  /** By a grant of every device. */
  readonly allDevices: boolean;
}

/** Who may reach which device: for a back end after a check of its own. No client of a user's ever calls it. */
export interface DeviceGrants {
  /** @throws GrantError, or the error of AWS's */
  grant(grant: Grant, options?: ChangeOptions): Promise<Change>;
  /** Of a device that is not granted: no change. @throws as `grant` does */
  revoke(grant: Grant, options?: ChangeOptions): Promise<Change>;
  /** Names in order; `*` is every device. */
  devicesOf(user: string): Promise<string[]>;
  /** Who may reach a device, those with every device too. A grant of the last second may be missing. */
  usersOf(device: string): Promise<DeviceUser[]>;
  /** Takes the device from everybody who was granted it by name: before it is given away, or deleted. */
  revokeFromAll(device: string, options?: ChangeOptions): Promise<Change[]>;
  /** Completes what was cut off, and mends what somebody else has changed. Without a user, for all who
   * have devices, which takes `dynamodb:Scan`: operators have it, and `grantDeviceGrants` does not give it.
   * @returns names of the policies that were wrong */
  repair(user?: string): Promise<string[]>;
}

export interface DeviceGrantsOptions {
  /** @default read from the environment variable `DEVICE_GRANTS`, which `access.grantDeviceGrants(fn)` sets */
  readonly configuration?: DeviceGrantsConfiguration;
  /** @default a client of one's own, by the SDK's default settings with eight attempts */
  readonly dynamodb?: Pick<DynamoDBClient, 'send'>;
  /** @default a client of one's own, by the SDK's default settings with eight attempts */
  readonly iot?: Pick<IoTClient, 'send'>;
  /** Is told of each change, as one line of JSON. @default console.info */
  readonly log?: (line: string) => void;
  /** Milliseconds that others wait after a crash. @default 20000 */
  readonly leaseTime?: number;
  /** Milliseconds to wait for changes of the same user by others. @default 60000 */
  readonly patience?: number;
}
