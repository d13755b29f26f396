import { CognitoIdentityClient } from '@aws-sdk/client-cognito-identity';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { createDenial } from '../../operations/denial.js';
import { createLiveConnections } from '../../operations/live-connections.js';
import { createPoolUsers } from '../../operations/pool-users.js';
import { createUserDirectory } from '../../operations/user-entries.js';
import type { Deployment } from './deployment.js';

/** What commands about users work with. */
export type OperatorTools = ReturnType<typeof operatorTools>;

/** @throws DeploymentError for a stack that cannot be told what to deny */
export function operatorTools(deployment: Deployment) {
  const { clientConfig, outputs, output } = deployment;
  const userPoolId = output('UserPoolId');
  const { DirectoryTable: tableName, DeviceGrants } = outputs;
  const dynamodb = new DynamoDBClient(clientConfig);
  const grants = DeviceGrants === undefined ? undefined : (JSON.parse(DeviceGrants) as { policyPrefix: string });
  return {
    userPoolId,
    users: createPoolUsers(new CognitoIdentityProviderClient(clientConfig), userPoolId),
    directory: tableName ? createUserDirectory({ dynamodb, tableName, userPoolId }) : undefined,
    identities: new CognitoIdentityClient(clientConfig),
    denial: createDenial({
      iot: new IoTClient(clientConfig),
      revokedPolicyName: output('RevokedPolicyName'),
      sharedPolicyName: output('IotPolicyName'),
      devicePolicyPrefix: grants?.policyPrefix,
    }),
    connections: createLiveConnections(new IoTDataPlaneClient({ ...clientConfig, ...dataPlane(deployment) })),
  };
}

/** The account's own endpoint, unless all of AWS is elsewhere. */
function dataPlane({ clientConfig, output }: Deployment): { endpoint?: string } {
  if (clientConfig.endpoint !== undefined || process.env.AWS_ENDPOINT_URL) return {};
  return { endpoint: `https://${output('IotEndpoint')}` };
}
