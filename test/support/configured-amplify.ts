import { randomUUID } from 'node:crypto';
import { Amplify } from 'aws-amplify';
import { post } from 'aws-amplify/api';
import { fetchAuthSession } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { connectMqtt, expectMessage, publish, subscribe } from '../../journey/clients/mqtt-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';

/** Amplify 6 as an app configures it, with the sandbox's endpoints and nothing else. */
export function configureAmplify({ outputs, url }: Sandbox): void {
  // Amplify warns that the endpoints are not AWS's own; here that is the point.
  jest.spyOn(console, 'warn').mockImplementation();
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: outputs.UserPoolId ?? '',
        userPoolClientId: outputs.UserPoolClientId ?? '',
        identityPoolId: outputs.IdentityPoolId ?? '',
        userPoolEndpoint: url,
        identityPoolEndpoint: url,
      },
    },
    API: {
      REST: {
        access: {
          endpoint: (outputs.AttachPolicyUrl ?? '').replace('/attach-policy', ''),
          region: outputs.Region ?? '',
          service: 'execute-api',
        },
      },
    },
  });
  const items = new Map<string, string>();
  cognitoUserPoolsTokenProvider.setKeyValueStorage({
    setItem: async (key, value) => void items.set(key, value),
    getItem: async (key) => items.get(key) ?? null,
    removeItem: async (key) => void items.delete(key),
    clear: async () => items.clear(),
  });
}

/** Whoever is signed in attaches the policy, connects, and hears what was published. */
export async function receiveMessage(
  sandbox: Sandbox,
  topicOf: (identityId: string) => string = (identityId) => `users/${identityId}/telemetry`,
): Promise<void> {
  await post({ apiName: 'access', path: '/attach-policy' }).response;
  const { identityId = '', credentials } = await fetchAuthSession();
  if (credentials?.sessionToken === undefined) throw new Error('Amplify has no credentials.');
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const signer = { accessKeyId, secretAccessKey, sessionToken };
  // A client ID of its own each time: AWS IoT takes one only once a second.
  const clientId = `${identityId}-${randomUUID().slice(0, 8)}`;
  const client = await connectMqtt(sandboxTarget(sandbox), signer, clientId);
  const topic = topicOf(identityId);
  await subscribe(client, topic);
  const received = expectMessage(client, topic, 'hello');
  await publish(client, topic, 'hello');
  await received;
  client.end(true);
}
