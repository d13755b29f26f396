import type { DeploymentCommandOptions } from '../deployment/deployment-command.js';

/** What every command about devices can be told. */
export interface DeviceCommandOptions extends DeploymentCommandOptions {
  readonly dryRun?: boolean;
  readonly allDevices?: boolean;
}

/** What a command about devices does. */
export type DeviceTask = 'grant' | 'ungrant' | 'ungrantEverybody' | 'devices' | 'usersOf' | 'repair';
