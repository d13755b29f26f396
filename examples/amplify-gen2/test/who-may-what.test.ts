import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { createIotClient, type IotClient, NotAuthorizedError } from 'cognito-iot-client';
import { connectMqtt, startSandbox, type TestUser } from 'cognito-iot-sandbox/testing';

// What `npm run synth` has written, booted on this machine: a user, an admin and a guest, and what each is refused.
const sandbox = await startSandbox({ assembly: '.amplify/artifacts/cdk.out' });
after(() => sandbox.stop());

/** As `ampx` writes it, as far as the client reads it. */
const amplifyOutputs = { version: '1.4', ...JSON.parse(sandbox.outputs.customOutputs ?? '{}') };

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.close()));
});

/** As the app: the policy is attached through the API, which the role of the user may call. */
async function connected(user: TestUser) {
  const client = createIotClient({ outputs: amplifyOutputs, credentials: () => user.credentials() });
  opened.push(client);
  await client.connect();
  return client;
}

/** Subscribed, and what then comes first. */
async function listen(client: IotClient, filter: string) {
  let hear: (text: string) => void;
  const heard = new Promise<string>((resolve) => {
    hear = resolve;
  });
  await client.subscribe(filter, (message) => hear(message.text()));
  return { heard };
}

/** A guest has AWS credentials and no policy: the role alone decides. */
async function newGuest() {
  const { IdentityPoolId } = amplifyOutputs.custom.iot;
  const { IdentityId } = await sandbox.asOperator('cognito-identity:GetId', { IdentityPoolId });
  const answer = await sandbox.asOperator('cognito-identity:GetCredentialsForIdentity', { IdentityId });
  const { AccessKeyId, SecretKey, SessionToken, Expiration } = answer.Credentials as Record<string, never>;
  return {
    identityId: String(IdentityId),
    accessKeyId: String(AccessKeyId),
    secretAccessKey: String(SecretKey),
    sessionToken: String(SessionToken),
    expiration: new Date(Number(Expiration) * 1000),
  };
}

test('a user uses the own topics, reads the news, and does nothing else', async () => {
  const client = await connected(await sandbox.signedUpUser());
  const { heard } = await listen(client, client.myTopic('#'));
  await client.publish(client.myTopic('greeting'), 'hello');
  assert.equal(await heard, 'hello');
  await client.subscribe('news/#', () => undefined);

  await assert.rejects(client.publish('news/today', 'nonsense'), NotAuthorizedError);
  await assert.rejects(client.publish('users/somebody-else/greeting', 'hello'), NotAuthorizedError);
  await assert.rejects(
    client.subscribe('users/#', () => undefined),
    NotAuthorizedError,
  );
});

test('an admin writes the news, which a user reads, and has no topics of others', async () => {
  const reader = await connected(await sandbox.signedUpUser());
  const admin = await connected(await sandbox.signedUpUser({ groups: ['admins'] }));
  const { heard } = await listen(reader, 'news/#');
  await admin.publish('news/today', 'sunny');
  assert.equal(await heard, 'sunny');

  await assert.rejects(admin.publish(reader.myTopic('greeting'), 'hello'), NotAuthorizedError);
  await assert.rejects(
    admin.subscribe('users/#', () => undefined),
    NotAuthorizedError,
  );
});

test('a guest reads the news, and does nothing else', async () => {
  const guest = await newGuest();
  const client = await connectMqtt(sandbox, guest);
  opened.push({ close: () => client.endAsync(true) });
  const heard = new Promise((resolve) => {
    client.on('message', (_topic, payload) => resolve(payload.toString()));
  });
  await client.subscribeAsync('news/#');
  const admin = await connected(await sandbox.signedUpUser({ groups: ['admins'] }));
  await admin.publish('news/today', 'sunny');
  assert.equal(await heard, 'sunny');

  await assert.rejects(client.publishAsync('news/today', 'nonsense', { qos: 1 }));
  await assert.rejects(connectMqtt(sandbox, guest, { clientId: admin.clientId }));
  const asGuest = createIotClient({ outputs: amplifyOutputs, credentials: async () => guest });
  await assert.rejects(asGuest.attachment());
  const [{ allowed, action }] = sandbox.views.decisions(0).slice(-1);
  assert.deepEqual({ allowed, action }, { allowed: false, action: 'execute-api:Invoke' });
});

test('a user who was deleted gets no new credentials', async () => {
  const user = await sandbox.signedUpUser();
  const { userPoolId: UserPoolId, userName: Username } = user;
  await sandbox.asOperator('cognito-idp:AdminDeleteUser', { UserPoolId, Username });
  await assert.rejects(user.credentials(), { name: 'NotAuthorizedException' });
});
