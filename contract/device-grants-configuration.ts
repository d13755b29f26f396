import type { CompleteDeviceAccess } from './device-access.js';

/** What granting devices needs to know of a stack: its output `DeviceGrants`, and the variable `DEVICE_GRANTS` of a
 * function with the right to grant, both as JSON. */
export interface DeviceGrantsConfiguration {
  /** Name of the directory's table. */
  readonly tableName: string;
  readonly userPoolId: string;
  /** What the names of the users' own IoT policies begin with; no other policy's does. */
  readonly policyPrefix: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  readonly access: CompleteDeviceAccess;
}

/** Policies of a user's own: https://docs.aws.amazon.com/general/latest/gr/iot-core.html allows ten on an identity, of
 * which the shared one, one that locks out, and two spare are not these. */
export const policiesOfUser = 6;
