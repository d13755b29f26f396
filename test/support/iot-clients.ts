import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import type { Sandbox } from '../../sandbox/sandbox.js';

/** The AWS SDK's clients of AWS IoT, signed with these credentials or else with the operator's. */
export function iotClients(sandbox: Sandbox, given?: AwsCredentials) {
  const { accessKeyId, secretAccessKey, sessionToken } = given ?? (sandbox.views.operator() as AwsCredentials);
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const options = { region: sandbox.outputs.Region ?? '', endpoint: sandbox.url, credentials, maxAttempts: 1 };
  return { iot: new IoTClient(options), data: new IoTDataPlaneClient(options) };
}
