import type { DeploymentCommandOptions } from '../deployment/deployment-command.js';

export interface DetachAllOptions extends DeploymentCommandOptions {
  readonly dryRun: boolean;
  /** Does not ask. */
  readonly yes: boolean;
  /** This IoT policy alone. */
  readonly policy?: string;
  /** Calls a second. */
  readonly rate: number;
}
