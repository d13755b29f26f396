import { randomUUID } from 'node:crypto';
import {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
} from '@aws-sdk/client-cognito-identity';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import { connectMqtt, publish as publishTo, subscribe as subscribeTo } from '../../journey/clients/mqtt-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { signedFetch } from './signed-fetch.js';

/** An identity with its credentials. */
export interface Identity {
  readonly identityId: string;
  readonly credentials: AwsCredentials;
}

/** The AWS SDK's clients of a sandbox, and what stories do with them. */
export function awsClients(sandbox: Sandbox) {
  const { url: endpoint, outputs } = sandbox;
  const region = outputs.Region ?? '';
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator() as AwsCredentials;
  const operator = { accessKeyId, secretAccessKey, sessionToken };
  const identities = new CognitoIdentityClient({ region, endpoint });

  const credentials = async (IdentityId: string, Logins?: Record<string, string>, CustomRoleArn?: string) => {
    const command = new GetCredentialsForIdentityCommand({ IdentityId, Logins, CustomRoleArn });
    const { Credentials } = await identities.send(command);
    const { AccessKeyId = '', SecretKey = '', SessionToken = '' } = Credentials ?? {};
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken };
  };

  return {
    /** `Logins` key of the stack's user pool. */
    userPoolProvider: `cognito-idp.${region}.amazonaws.com/${outputs.UserPoolId}`,
    users: new CognitoIdentityProviderClient({ region, endpoint, credentials: operator }),
    /** Signed with the operator's credentials, or those given. */
    identitiesAs: (given: AwsCredentials = operator) =>
      new CognitoIdentityClient({ region, endpoint, credentials: given }),
    credentials,

    /** As an app gets them: without logins, as a guest. */
    async identity(Logins?: Record<string, string>): Promise<Identity> {
      const { IdentityId: identityId = '' } = await identities.send(
        new GetIdCommand({ IdentityPoolId: outputs.IdentityPoolId, Logins }),
      );
      return { identityId, credentials: await credentials(identityId, Logins) };
    },

    /** `POST /attach-policy`, signed. */
    async attach({ credentials: signer }: Identity) {
      const response = await signedFetch(outputs.AttachPolicyUrl ?? '', { credentials: signer });
      return { status: response.status, body: (await response.json()) as Record<string, string> };
    },

    /** Whether the identity may do this over MQTT; every try has a connection of its own. */
    async may({ identityId, credentials: signer }: Identity, action: 'publish' | 'subscribe', topic: string) {
      // A client ID of its own, too: AWS IoT takes each only once a second.
      const client = await connectMqtt(sandboxTarget(sandbox), signer, `${identityId}-${randomUUID().slice(0, 8)}`);
      try {
        await (action === 'publish' ? publishTo(client, topic, 'hello') : subscribeTo(client, topic));
        return true;
      } catch (error) {
        if ((error as Error).name === 'SocketClosed') return false;
        throw error;
      } finally {
        client.end(true);
      }
    },
  };
}
