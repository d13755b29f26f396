import type { DeploymentOptions } from './deployment.js';

/** What every command about devices can be told. */
export interface DeviceCommandOptions extends DeploymentOptions {
  readonly dryRun?: boolean;
  readonly allDevices?: boolean;
  readonly json: boolean;
}

/** What a command about devices does. */
export type DeviceTask = 'grant' | 'ungrant' | 'ungrantEverybody' | 'devices' | 'usersOf' | 'repair';
