import type { DeploymentCommandOptions } from '../deployment/deployment-command.js';

/** What `cognito-iot tail` can be told. */
export interface TailOptions extends DeploymentCommandOptions {
  readonly user?: string | undefined;
  readonly identity?: string | undefined;
  /** Milliseconds back from now. */
  readonly since: number;
  readonly follow: boolean;
  readonly refusals: boolean;
  readonly enableIotLogs?: boolean;
  readonly disableIotLogs?: boolean;
  /** By which AWS IoT writes its log. */
  readonly iotLogRole?: string | undefined;
  readonly iotLogLevel: 'ERROR' | 'WARN' | 'INFO' | 'DEBUG';
  readonly dryRun: boolean;
}
