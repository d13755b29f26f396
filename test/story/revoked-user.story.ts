import { DeleteIdentitiesCommand } from '@aws-sdk/client-cognito-identity';
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { AttachPolicyCommand, DetachPolicyCommand } from '@aws-sdk/client-iot';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { createIotClient, RevokedError, type StackOutputs } from '../../client/index.js';
import { revokedKey, userKey } from '../../contract/directory-items.js';
import { createDirectory } from '../../directory/index.js';
import { connectMqtt, publish } from '../../journey/clients/mqtt-client.js';
import { createUserPoolClient } from '../../journey/clients/user-pool-client.js';
import type { SignedInUser } from '../../journey/traveller.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients, type Identity } from '../support/aws-clients.js';
import { iotClients } from '../support/iot-clients.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedFetch } from '../support/signed-fetch.js';
import { signedInUser } from '../support/signed-in-user.js';

/** What an operator does about an identity, with the AWS SDK alone. */
const deny = (sandbox: Sandbox, { identityId: target }: Identity) =>
  iotClients(sandbox).iot.send(new AttachPolicyCommand({ policyName: sandbox.outputs.RevokedPolicyName, target }));
const denyNoMore = (sandbox: Sandbox, { identityId: target }: Identity) =>
  iotClients(sandbox).iot.send(new DetachPolicyCommand({ policyName: sandbox.outputs.RevokedPolicyName, target }));

const attachedNames = (sandbox: Sandbox, { identityId }: Identity) =>
  (sandbox.views.attachments()[identityId] ?? []).map(({ policyName }) => policyName);

async function ask(sandbox: Sandbox, { credentials }: Identity, method: 'GET' | 'DELETE') {
  const response = await signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', { credentials, method });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function clientOf(sandbox: Sandbox, { identityId, credentials }: Identity) {
  const outputs = sandbox.outputs as unknown as StackOutputs; // It is our own stack.
  return createIotClient({
    outputs,
    credentials: async () => ({ ...credentials, identityId }),
    now: sandbox.clock.now,
  });
}

/** Whether a message of the user passes over a new connection. */
async function isLetIn(sandbox: Sandbox, user: Identity): Promise<boolean> {
  try {
    return await awsClients(sandbox).may(user, 'publish', `users/${user.identityId}/hello`);
  } catch (error) {
    // Refused on connecting already.
    if ((error as Error).name === 'SocketClosed') return false;
    throw error;
  }
}

describe('an identity to which an operator has attached the Deny policy', () => {
  let sandbox: Sandbox;
  let user: SignedInUser;

  beforeAll(async () => {
    sandbox = await settingsSandbox({});
    user = await signedInUser(sandbox);
    expect((await awsClients(sandbox).attach(user)).status).toBe(200);
    expect(await isLetIn(sandbox, user)).toBe(true);
  }, 60_000);
  afterAll(() => sandbox.stop());

  it('passes no message over the connection that was open', async () => {
    const client = await connectMqtt(sandboxTarget(sandbox), user.credentials, user.identityId);
    await publish(client, `users/${user.identityId}/before`, 'heard');
    await deny(sandbox, user);
    await expect(publish(client, `users/${user.identityId}/after`, 'unheard')).rejects.toMatchObject({
      name: 'SocketClosed',
    });
    client.end(true);
    expect(sandbox.views.mqttMessages().map(({ topic }) => topic.split('/').at(-1))).not.toContain('after');
  });

  it('gets nothing by POST, nor by DELETE and POST, which leave the Deny where it is', async () => {
    const { IotPolicyName, RevokedPolicyName } = sandbox.outputs;
    const { attach } = awsClients(sandbox);
    expect((await attach(user)).status).toBe(200);
    expect(await isLetIn(sandbox, user)).toBe(false);
    expect((await ask(sandbox, user, 'DELETE')).status).toBe(200);
    expect(attachedNames(sandbox, user)).toEqual([RevokedPolicyName]);
    expect((await attach(user)).status).toBe(200);
    expect(attachedNames(sandbox, user).sort()).toEqual([IotPolicyName, RevokedPolicyName].sort());
    expect(await isLetIn(sandbox, user)).toBe(false);
  });

  it('is told so by GET, and nobody else is', async () => {
    expect(await ask(sandbox, user, 'GET')).toMatchObject({ status: 200, body: { attached: true, revoked: true } });
    const other = await signedInUser(sandbox);
    await awsClients(sandbox).attach(other);
    expect((await ask(sandbox, other, 'GET')).body).not.toHaveProperty('revoked');
    expect(await isLetIn(sandbox, other)).toBe(true);
  });

  it('is told so by its client after a few tries, which then tries no more', async () => {
    const client = clientOf(sandbox, user);
    const tries: string[] = [];
    client.on('step', ({ step }) => step === 'refused' && tries.push(step));
    await expect(client.connect()).rejects.toBeInstanceOf(RevokedError);
    expect([client.state, client.error]).toEqual(['denied', expect.any(RevokedError)]);
    // Refused, attached, refused, and once more after a wait.
    expect(tries).toHaveLength(3);
    await client.close();
  });

  it('is in again once it is detached, without another POST', async () => {
    await denyNoMore(sandbox, user);
    expect(await isLetIn(sandbox, user)).toBe(true);
    expect((await ask(sandbox, user, 'GET')).body).not.toHaveProperty('revoked');
  });
});

describe('a user whom the directory marks as revoked', () => {
  let sandbox: Sandbox;
  let dynamodb: DynamoDBClient;
  let user: SignedInUser;
  let markKey: { pk: { S: string }; sk: { S: string } };
  let TableName: string;
  const reason = 'lost the laptop';

  /** As `revoke` does: the mark first, then the Deny for every identity that the directory knows. */
  async function revoke(): Promise<string[]> {
    await dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: { ...markKey, revokedAt: { S: new Date().toISOString() }, reason: { S: reason } },
      }),
    );
    const { userPoolId, sub } = userNames();
    const known = await createDirectory({ dynamodb, tableName: TableName, userPoolId }).identitiesOf(sub);
    const ids = known.map(({ identityId }) => identityId);
    for (const identityId of ids) await deny(sandbox, { identityId, credentials: user.credentials });
    return ids;
  }

  const userNames = () => {
    const [, payload = ''] = user.idToken.split('.');
    const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string };
    return { userPoolId: sandbox.outputs.UserPoolId ?? '', sub };
  };

  beforeAll(async () => {
    sandbox = await settingsSandbox({ directory: true });
    const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator();
    const credentials = { accessKeyId, secretAccessKey, sessionToken };
    dynamodb = new DynamoDBClient({ endpoint: sandbox.url, region: 'us-east-1', credentials });
    user = await signedInUser(sandbox);
    TableName = sandbox.outputs.DirectoryTable ?? '';
    markKey = { pk: { S: userKey(userNames()) }, sk: { S: revokedKey(userNames()) } };
    expect((await awsClients(sandbox).attach(user)).status).toBe(200);
    expect(await isLetIn(sandbox, user)).toBe(true);
  }, 60_000);
  afterAll(() => sandbox.stop());

  it('is refused by POST with 403 Revoked, and not told the reason', async () => {
    expect(await revoke()).toEqual([user.identityId]);
    const { status, body } = await awsClients(sandbox).attach(user);
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'Revoked' });
    expect(JSON.stringify(body)).not.toContain(reason);
    expect(await isLetIn(sandbox, user)).toBe(false);
    expect(await ask(sandbox, user, 'GET')).toMatchObject({ status: 200, body: { revoked: true } });
  });

  it('is told so by its client at the first answer', async () => {
    const client = clientOf(sandbox, user);
    const steps: string[] = [];
    client.on('step', ({ step }) => steps.push(step));
    const error = await client.connect().catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({ code: 'Revoked', requestId: expect.any(String) });
    expect(steps).toEqual(['credentials', 'connect', 'refused', 'attach']);
    await client.close();
  });

  it('gets nothing by an identity that is minted afterwards, which the directory then knows', async () => {
    const { userPoolProvider, identity, identitiesAs, attach } = awsClients(sandbox);
    await identitiesAs().send(new DeleteIdentitiesCommand({ IdentityIdsToDelete: [user.identityId] }));
    const idToken = await createUserPoolClient(sandboxTarget(sandbox)).signIn(user.email, user.password);
    const minted = await identity({ [userPoolProvider]: idToken });
    expect(minted.identityId).not.toBe(user.identityId);
    expect(await attach(minted)).toMatchObject({ status: 403, body: { code: 'Revoked' } });
    expect(attachedNames(sandbox, minted)).toEqual([]);
    expect(await isLetIn(sandbox, minted)).toBe(false);
    expect(await ask(sandbox, minted, 'GET')).toMatchObject({ body: { attached: false, revoked: true } });
    expect((await ask(sandbox, minted, 'DELETE')).status).toBe(200);
    expect((await revoke()).sort()).toEqual([user.identityId, minted.identityId].sort());
    user = { ...user, idToken, ...minted };
  });

  it('is in again once the mark and the Deny are gone', async () => {
    await dynamodb.send(new DeleteItemCommand({ TableName, Key: markKey }));
    await denyNoMore(sandbox, user);
    expect((await awsClients(sandbox).attach(user)).status).toBe(200);
    expect(await isLetIn(sandbox, user)).toBe(true);
    expect((await ask(sandbox, user, 'GET')).body).not.toHaveProperty('revoked');
  });
});
