import type { DeploymentCommandOptions } from '../deployment/deployment-command.js';
import type { Asked } from './asked.js';

/** What `cognito-iot doctor` can be told. */
export type DoctorOptions = DeploymentCommandOptions & Asked;
