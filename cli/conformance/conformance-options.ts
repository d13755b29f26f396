import type { DeploymentCommandOptions } from '../deployment/deployment-command.js';

export interface ConformanceOptions extends DeploymentCommandOptions {
  /** IDs of questions, or beginnings of them; none: all. */
  readonly only: readonly string[];
  readonly slow: boolean;
  readonly report?: string;
  readonly dryRun: boolean;
}
