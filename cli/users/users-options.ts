import type { DeploymentCommandOptions } from '../deployment/deployment-command.js';

export interface UsersOptions extends DeploymentCommandOptions {
  readonly user?: string;
  readonly identity?: string;
  readonly device?: string;
  readonly limit: number;
  /** What the page before has told. */
  readonly after?: string;
}
