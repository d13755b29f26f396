export type { CompleteDeviceAccess, ShadowAction } from '../contract/device-access.js';
export type { DeviceGrantsConfiguration } from '../contract/device-grants-configuration.js';
export { createDeviceGrants } from './device-grants.js';
export type { Change, ChangeOptions, DeviceGrants, DeviceGrantsOptions, DeviceUser, Grant } from './grant.js';
export { GrantError, type GrantErrorCode } from './grant-error.js';
