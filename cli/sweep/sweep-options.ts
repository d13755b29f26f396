import type { DeploymentCommandOptions } from '../deployment/deployment-command.js';

export interface SweepCommandOptions extends DeploymentCommandOptions {
  readonly dryRun: boolean;
  /** Milliseconds since the last use. */
  readonly olderThan: number;
}
