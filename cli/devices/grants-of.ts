import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { createDeviceGrants, type DeviceGrants, type DeviceGrantsConfiguration } from '../../grants/index.js';
import { openDeployment } from '../deployment/deployment.js';
import type { DeploymentOptions } from '../deployment/deployment-options.js';

/**
 * The grants of a deployed stack, with the credentials that the AWS SDK finds, or those of a sandbox.
 *
 * @throws DeploymentError
 */
export async function grantsOf(options: DeploymentOptions, log: (line: string) => void): Promise<DeviceGrants> {
  const { clientConfig, output } = await openDeployment(options, 'DeviceGrants');
  return createDeviceGrants({
    configuration: JSON.parse(output('DeviceGrants')) as DeviceGrantsConfiguration,
    dynamodb: new DynamoDBClient(clientConfig),
    iot: new IoTClient(clientConfig),
    log,
  });
}
