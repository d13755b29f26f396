import type { DeploymentCommandOptions } from '../deployment/deployment-command.js';

export interface BackfillOptions extends DeploymentCommandOptions {
  readonly dryRun: boolean;
  /** Calls a second. */
  readonly rate: number;
  /** Goes on where a former run was cut off. */
  readonly resume: boolean;
  /** File in which it is kept how far it is. */
  readonly state?: string;
}
