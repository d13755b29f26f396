import { InvalidArgumentError } from 'commander';
import type { DeploymentCommandOptions } from '../deployment/deployment-command.js';

export interface VerifyOptions extends DeploymentCommandOptions {
  readonly dryRun: boolean;
  /** Name of a user who is there. */
  readonly user?: string;
  /** Folder of the cloud assembly that was deployed. */
  readonly assembly?: string;
  /** Seconds. */
  readonly patience?: number;
}

export function secondsOf(text: string): number {
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds;
  throw new InvalidArgumentError('Allowed are seconds, such as 480.');
}
