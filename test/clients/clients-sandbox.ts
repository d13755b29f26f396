import { randomUUID } from 'node:crypto';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import { createIdentityPoolClient } from '../../journey/clients/identity-pool-client.js';
import { connectMqtt, subscribe } from '../../journey/clients/mqtt-client.js';
import { createUserPoolClient } from '../../journey/clients/user-pool-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { synthesizedAssembly } from '../support/synthesized-assembly.js';

export const FOREIGN_TOPIC = 'users/us-east-1:00000000-0000-4000-8000-000000000000/telemetry';

export interface User {
  readonly email: string;
  readonly password: string;
}

/** The default stack, but that its app may sign in with a password as such, too: neither the CLI nor Java's SDK knows SRP. */
export function clientsSandbox(caFolder: string): Promise<Sandbox> {
  const assembly = synthesizedAssembly(({ Resources }) => {
    for (const { Type, Properties } of Object.values(Resources)) {
      if (Type === 'AWS::Cognito::UserPoolClient') Properties.ExplicitAuthFlows.push('ALLOW_USER_PASSWORD_AUTH');
    }
  });
  return runningSandbox({ assembly, caFolder });
}

/** Signed up and confirmed, and nothing more. */
export async function newUser(sandbox: Sandbox): Promise<User> {
  const target = sandboxTarget(sandbox);
  const user = { email: `${randomUUID()}@example.com`, password: 'Correct-Horse-7' };
  const userPool = createUserPoolClient(target);
  await userPool.signUp(user.email, user.password);
  await userPool.confirm(user.email, await target.confirmationCode(user.email));
  return user;
}

/** All that a program is told: endpoints, the authority to trust, and who signs in. */
export function environmentOf(sandbox: Sandbox, { email, password }: User, caFile: string): Record<string, string> {
  const { outputs, url } = sandbox;
  const region = outputs.Region ?? '';
  const operator = sandbox.views.operator() as AwsCredentials;
  const secure = (url = '') => url.replace(/^http:/, 'https:');
  return {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    REGION: region,
    USER_POOL_ID: outputs.UserPoolId ?? '',
    USER_POOL_CLIENT_ID: outputs.UserPoolClientId ?? '',
    IDENTITY_POOL_ID: outputs.IdentityPoolId ?? '',
    IOT_POLICY_NAME: outputs.IotPolicyName ?? '',
    ATTACH_POLICY_URL: secure(outputs.AttachPolicyUrl),
    IOT_ENDPOINT: outputs.IotEndpoint ?? '',
    FOREIGN_TOPIC,
    EMAIL: email,
    PASSWORD: password,
    AWS_ENDPOINT_URL: secure(url),
    AWS_ACCESS_KEY_ID: operator.accessKeyId,
    AWS_SECRET_ACCESS_KEY: operator.secretAccessKey,
    AWS_SESSION_TOKEN: operator.sessionToken,
    // Nothing of this machine's own settings.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    NODE_EXTRA_CA_CERTS: caFile,
    AWS_CA_BUNDLE: caFile,
    SSL_CERT_FILE: caFile,
    CA_FILE: caFile,
  };
}

/** Attaches the policy for a user, and hears the next message on its topic. */
export async function listener(sandbox: Sandbox, { email, password }: User) {
  const target = sandboxTarget(sandbox);
  const idToken = await createUserPoolClient(target).signIn(email, password);
  const identityPool = createIdentityPoolClient(target);
  const identityId = await identityPool.identityId(idToken);
  const credentials = await identityPool.credentials(identityId, idToken);
  await awsClients(sandbox).attach({ identityId, credentials });
  const client = await connectMqtt(target, credentials, `${identityId}-listener`);
  await subscribe(client, `users/${identityId}/telemetry`);
  // The AWS CLI takes its time.
  const message = new Promise<{ topic: string; payload: string }>((resolve) => {
    client.on('message', (topic, payload) => resolve({ topic, payload: payload.toString() }));
  });
  return { message, stop: () => void client.end(true) };
}
