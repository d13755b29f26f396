import { GetV2LoggingOptionsCommand, IoTClient, SetV2LoggingOptionsCommand } from '@aws-sdk/client-iot';
import type { Deployment } from '../deployment/deployment.js';
import { DeploymentError } from '../deployment/deployment-error.js';
import type { TailOptions } from './tail-options.js';

/** What AWS IoT logs, for the account and Region. */
export interface IotLogging {
  readonly level: string;
  readonly roleArn: string | undefined;
  readonly isOn: boolean;
}

/** What was, and what was made of it. */
export interface IotLoggingChange {
  readonly before: IotLogging;
  readonly after: IotLogging;
}

const NONE: IotLogging = { level: 'DISABLED', roleArn: undefined, isOn: false };

/**
 * Turns AWS IoT's own log on or off; in a dry run it only says what it would do.
 *
 * @throws DeploymentError where nobody has said by which role AWS IoT is to write
 */
export async function changeIotLogging(options: TailOptions, { clientConfig }: Deployment): Promise<IotLoggingChange> {
  const iot = new IoTClient(clientConfig);
  try {
    const before = await currentLogging(iot);
    const after = wantedLogging(options, before);
    if (!options.dryRun) {
      const { level, roleArn, isOn } = after;
      const set = isOn
        ? { roleArn, defaultLogLevel: options.iotLogLevel, disableAllLogs: false }
        : { disableAllLogs: true };
      // Off is off: nothing is asked of AWS for what has never been on.
      if (isOn || before.isOn) await iot.send(new SetV2LoggingOptionsCommand(set));
      return { before, after: { level, roleArn, isOn } };
    }
    return { before, after };
  } finally {
    iot.destroy();
  }
}

function wantedLogging(
  { disableIotLogs = false, iotLogRole, iotLogLevel }: TailOptions,
  before: IotLogging,
): IotLogging {
  if (disableIotLogs) return { ...before, isOn: false };
  const roleArn = iotLogRole ?? before.roleArn;
  if (roleArn !== undefined) return { level: iotLogLevel, roleArn, isOn: true };
  const needed = 'a role that trusts iot.amazonaws.com and has the policy service-role/AWSIoTLogging';
  throw new DeploymentError(`AWS IoT has no role to write its log with; give one by --iot-log-role <arn>: ${needed}`);
}

async function currentLogging(iot: IoTClient): Promise<IotLogging> {
  try {
    const { roleArn, defaultLogLevel, disableAllLogs = false } = await iot.send(new GetV2LoggingOptionsCommand({}));
    const level = defaultLogLevel ?? 'DISABLED';
    return { level, roleArn, isOn: !disableAllLogs && level !== 'DISABLED' && roleArn !== undefined };
  } catch (error) {
    if (error instanceof Error && error.name === 'NotConfiguredException') return NONE;
    throw error;
  }
}
