import type { DeploymentCommandOptions } from '../deployment/deployment-command.js';

/** What `revoke` and `restore` can be told. */
export interface RevokingOptions extends DeploymentCommandOptions {
  readonly identity?: string;
  readonly dryRun: boolean;
}

export interface RevokeCommandOptions extends RevokingOptions {
  readonly reason?: string;
  readonly clientId: readonly string[];
  /** Minutes; true: as long as AWS says. */
  readonly wait?: true | number;
}
