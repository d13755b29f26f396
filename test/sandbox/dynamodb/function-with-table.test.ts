import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { allow, stackWithTables } from './table-stack.js';

/** Counts its calls, with a client that is told nothing of the sandbox. */
const CODE = `
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({ maxAttempts: 1 });
export async function handler() {
  const counted = new UpdateItemCommand({
    TableName: process.env.TABLE,
    Key: { id: { S: 'calls' } },
    UpdateExpression: 'ADD calls :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
    ReturnValues: 'ALL_NEW',
  });
  const answer = await client.send(counted).then(({ Attributes }) => Attributes.calls.N, ({ name }) => name);
  return { statusCode: 200, body: JSON.stringify({ answer }) };
}`;

let folder: string;
let sandbox: Sandbox | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'function-with-table-'));
  writeFileSync(join(folder, 'index.mjs'), CODE);
  symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(folder, 'node_modules'));
});
afterEach(async () => {
  await sandbox?.stop();
  rmSync(folder, { recursive: true });
});

/** What the function answers when it is called twice. */
async function callTwice(Action: string) {
  const { assetFolders, ...rest } = stackWithTables((template) => {
    for (const { Type, Properties } of Object.values(template.Resources)) {
      if (Type !== 'AWS::Lambda::Function' || Properties.Handler !== 'index.handler') continue;
      Object.assign(Properties, { Code: { S3Key: 'counting.zip' } });
      Properties.Environment = { Variables: { ...Properties.Environment?.Variables, TABLE: { Ref: 'Notes' } } };
    }
    allow(template, { Action, Resource: { 'Fn::GetAtt': ['Notes', 'Arn'] } });
  });
  sandbox = await startSandbox({
    assembly: { ...rest, assetFolders: new Map([...assetFolders, ['counting', folder]]) },
  });
  const { credentials } = await signedInUser(sandbox);
  const url = sandbox.outputs.AttachPolicyUrl ?? '';
  const call = async () => (await signedFetch(url, { credentials, method: 'POST' })).json();
  return [await call(), await call()];
}

it('a function of the stack reaches its table, as its role allows', async () => {
  expect(await callTwice('dynamodb:UpdateItem')).toEqual([{ answer: '1' }, { answer: '2' }]);
});

it('and is refused where its role does not', async () => {
  const refused = { answer: 'AccessDeniedException' };
  expect(await callTwice('dynamodb:GetItem')).toEqual([refused, refused]);
});
