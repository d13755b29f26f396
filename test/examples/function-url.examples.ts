import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { AttachPolicyCommand } from '@aws-sdk/client-iot';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { iotClients } from '../support/iot-clients.js';
import { signedFetch } from '../support/signed-fetch.js';
import { signedInUser } from '../support/signed-in-user.js';
import { bootedExample, receiveMessage } from './booted-example.js';

describe('examples/cdk/function-url.ts: a function URL, a table and a bucket', () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await bootedExample('function-url.ts');
  });
  afterAll(() => sandbox?.stop());

  it('lets a user receive a message once an operator has attached the policy', async () => {
    const user = await signedInUser(sandbox);
    await expect(receiveMessage(sandbox, user)).rejects.toMatchObject({ name: 'SocketClosed' });
    const { IotPolicyName: policyName } = sandbox.outputs;
    await iotClients(sandbox).iot.send(new AttachPolicyCommand({ policyName, target: user.identityId }));
    await receiveMessage(sandbox, user);
  });

  it('writes a note of a signed-in user into the table, and knows the name of the bucket', async () => {
    const { credentials } = await signedInUser(sandbox);
    const { NotesUrl = '', NoteTableName: TableName, FilesName: bucket } = sandbox.outputs;
    const answer = await signedFetch(NotesUrl, { credentials, service: 'lambda', body: 'buy milk' });
    const note = (await answer.json()) as { id: string };
    expect([answer.status, note]).toEqual([200, { id: expect.any(String), bucket }]);
    const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator() as AwsCredentials;
    const operator = { accessKeyId, secretAccessKey, sessionToken };
    const table = new DynamoDBClient({ region: 'us-east-1', endpoint: sandbox.url, credentials: operator });
    const { Items } = await table.send(new ScanCommand({ TableName }));
    expect(Items).toEqual([{ id: { S: note.id }, text: { S: 'buy milk' } }]);
  });

  it('refuses who has not signed', async () => {
    expect((await fetch(sandbox.outputs.NotesUrl ?? '', { method: 'POST' })).status).toBe(403);
  });
});
