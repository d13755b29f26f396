import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityClient } from '@aws-sdk/client-cognito-identity';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { Deployment } from '../../deployment/deployment.js';

export type Clients = ReturnType<typeof createClients>;

/** Of every service that is asked. */
export function createClients({ clientConfig, output }: Pick<Deployment, 'clientConfig' | 'output'>) {
  const of = {
    apis: new APIGatewayClient(clientConfig),
    logs: new CloudWatchLogsClient(clientConfig),
    identities: new CognitoIdentityClient(clientConfig),
    users: new CognitoIdentityProviderClient(clientConfig),
    directory: new DynamoDBClient(clientConfig),
    iam: new IAMClient(clientConfig),
    iot: new IoTClient(clientConfig),
    // AWS names the account's own host for it, which is the one that the users connect to.
    iotData: new IoTDataPlaneClient({ endpoint: `https://${output('IotEndpoint')}`, ...clientConfig }),
    functions: new LambdaClient(clientConfig),
  };
  return {
    ...of,
    destroy() {
      for (const client of Object.values(of)) client.destroy();
    },
  };
}
