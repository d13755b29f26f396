import {
  CognitoIdentityClient,
  GetIdCommand,
  GetIdentityPoolRolesCommand,
  GetOpenIdTokenCommand,
  UnlinkIdentityCommand,
} from '@aws-sdk/client-cognito-identity';
import { AttachPolicyCommand, IoTClient } from '@aws-sdk/client-iot';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import { connectMqtt, expectMessage, publish, subscribe } from '../../journey/clients/mqtt-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients, type Identity } from '../support/aws-clients.js';
import { onlyResource, settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

let sandbox: Sandbox;
let aws: ReturnType<typeof awsClients>;
let identities: CognitoIdentityClient;
let sts: STSClient;
beforeAll(async () => {
  sandbox = await settingsSandbox(
    {},
    {
      edit: (template) => {
        onlyResource(template, 'AWS::Cognito::IdentityPool').AllowClassicFlow = true;
      },
    },
  );
  aws = awsClients(sandbox);
  const options = { region: sandbox.outputs.Region ?? '', endpoint: sandbox.url };
  identities = new CognitoIdentityClient(options);
  sts = new STSClient(options);
}, 30_000);
afterAll(() => sandbox.stop());

/** GetId, GetOpenIdToken, AssumeRoleWithWebIdentity: nothing of it is signed. */
async function classicFlow(idToken: string): Promise<Identity> {
  const { IdentityPoolId } = sandbox.outputs;
  const Logins = { [aws.userPoolProvider]: idToken };
  const { IdentityId } = await identities.send(new GetIdCommand({ IdentityPoolId, Logins }));
  const { Token: WebIdentityToken } = await identities.send(new GetOpenIdTokenCommand({ IdentityId, Logins }));
  const { Roles } = await aws.identitiesAs().send(new GetIdentityPoolRolesCommand({ IdentityPoolId }));
  const { Credentials } = await sts.send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: Roles?.authenticated,
      RoleSessionName: 'my-app',
      WebIdentityToken,
    }),
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  return { identityId: IdentityId ?? '', credentials };
}

async function attachAsOperator(target: string): Promise<void> {
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator() as AwsCredentials;
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const iot = new IoTClient({ region: sandbox.outputs.Region ?? '', endpoint: sandbox.url, credentials });
  await iot.send(new AttachPolicyCommand({ policyName: sandbox.outputs.IotPolicyName, target }));
}

describe('an app that goes the classic way', () => {
  it('is let in once the policy is attached to its identity, and hears a message', async () => {
    const { idToken } = await signedInUser(sandbox);
    const user = await classicFlow(idToken);
    const topic = `users/${user.identityId}/hello`;
    await expect(aws.may(user, 'publish', topic)).rejects.toMatchObject({ name: 'SocketClosed' });
    await attachAsOperator(user.identityId);

    const client = await connectMqtt(sandboxTarget(sandbox), user.credentials, user.identityId);
    try {
      await subscribe(client, topic);
      const heard = expectMessage(client, topic, 'hello');
      await publish(client, topic, 'hello');
      await heard;
    } finally {
      client.end(true);
    }
    expect(await aws.may(user, 'publish', 'users/somebody/hello')).toBe(false);
  });

  it('is nobody to a function behind the API: only what Cognito itself gave out is known to name an identity', async () => {
    const { idToken } = await signedInUser(sandbox);
    expect(await aws.attach(await classicFlow(idToken))).toMatchObject({ status: 403 });
  });

  it('has another identity after it was unlinked, which has nothing of the first', async () => {
    const { idToken } = await signedInUser(sandbox);
    const first = await classicFlow(idToken);
    await attachAsOperator(first.identityId);
    const Logins = { [aws.userPoolProvider]: idToken };
    await identities.send(
      new UnlinkIdentityCommand({ IdentityId: first.identityId, Logins, LoginsToRemove: [aws.userPoolProvider] }),
    );

    const second = await classicFlow(idToken);
    expect(second.identityId).not.toBe(first.identityId);
    const topic = `users/${second.identityId}/hello`;
    await expect(aws.may(second, 'publish', topic)).rejects.toMatchObject({ name: 'SocketClosed' });
    await attachAsOperator(second.identityId);
    expect(await aws.may(second, 'publish', topic)).toBe(true);
    const again = identities.send(new GetOpenIdTokenCommand({ IdentityId: first.identityId, Logins }));
    await expect(again).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});
