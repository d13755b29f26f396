import { z } from 'zod';
import { AwsError, DeploymentError } from '../../base/errors.js';
import { parseProperties } from '../../template/parse-properties.js';
import type { StackResources } from '../../template/stack-resources.js';
import type { IotLog } from './iot-log.js';
import { logOptions } from './log-options.js';

const { roleArn, defaultLogLevel } = logOptions.shape;
const properties = z.strictObject({ AccountId: z.string(), DefaultLogLevel: defaultLogLevel, RoleArn: roleArn });

/**
 * Sets what the template has AWS IoT log, whatever was set since the last start.
 *
 * @throws DeploymentError for a role that AWS IoT may not assume, UnsupportedError for other properties
 */
export function deployLogOptions(log: Pick<IotLog, 'setOptions'>, resources: StackResources): void {
  for (const resource of resources.ofType('AWS::IoT::Logging')) {
    const { logicalId, type } = resource;
    const { RoleArn, DefaultLogLevel } = parseProperties(logicalId, type, properties, resource.properties());
    try {
      log.setOptions({ roleArn: RoleArn, defaultLogLevel: DefaultLogLevel, disableAllLogs: false });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const page = 'https://docs.aws.amazon.com/iot/latest/developerguide/configure-logging.html';
      throw new DeploymentError(`RoleArn of ${logicalId} (${type})`, 'a role that iot.amazonaws.com may assume', page);
    }
  }
}
