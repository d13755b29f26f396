import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { SandboxOptions } from '../../../sandbox/sandbox.js';
import { awsClients } from '../../support/aws-clients.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { stackWithTables } from '../dynamodb/table-stack.js';
import { lambdaOf } from './stack-of-functions.js';

/** An app's own way to let users in: it writes down who it was, attaches, and keeps a note in a bucket. */
const CODE = `
const { AttachPolicyCommand, IoTClient } = require('@aws-sdk/client-iot');
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const { BUCKET, POLICY, TABLE } = process.env;
const [iot, dynamodb] = [new IoTClient({}), new DynamoDBClient({})];
const text = (answer) => answer.text().then((body) => [answer.status, body, process.env.API]);

exports.handler = async ({ identityId }) => {
  await dynamodb.send(new PutItemCommand({ TableName: TABLE, Item: { id: { S: identityId } } }));
  await iot.send(new AttachPolicyCommand({ policyName: POLICY, target: identityId }));
  // As S3's client would, which is not installed here.
  const address = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
  const authorization = 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20260101/us-east-1/s3/aws4_request';
  return fetch(address + '/' + BUCKET + '/' + identityId, { method: 'PUT', headers: { authorization }, body: 'in' }).then(text);
};`;

/** The default stack with a table, a bucket, and a function that names both. */
function assembly() {
  return stackWithTables((template) => {
    const { Resources } = template;
    const allow = (Action: string, Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
    const [policy = ''] = Object.entries(Resources).find(([, { Type }]) => Type === 'AWS::IoT::Policy') ?? [];
    Resources.Bucket = { Type: 'AWS::S3::Bucket', Properties: {} };
    Resources.LetInRole = {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ ...allow('sts:AssumeRole', undefined), Principal: { Service: 'lambda.amazonaws.com' } }],
        },
        Policies: [
          {
            PolicyName: 'LetIn',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                allow('iot:AttachPolicy', '*'),
                allow('dynamodb:PutItem', { 'Fn::GetAtt': ['Notes', 'Arn'] }),
                allow('s3:PutObject', { 'Fn::Sub': '${Bucket.Arn}/*' }),
              ],
            },
          },
        ],
      },
    };
    Resources.LetIn = {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'let-in',
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Timeout: 20,
        Role: { 'Fn::GetAtt': ['LetInRole', 'Arn'] },
        Code: { ZipFile: CODE },
        Environment: {
          Variables: {
            TABLE: { Ref: 'Notes' },
            BUCKET: { Ref: 'Bucket' },
            POLICY: { Ref: policy },
            // EditableTemplate has resources alone.
            API: (template as unknown as { Outputs: Record<string, { Value: unknown }> }).Outputs.AttachPolicyUrl
              ?.Value,
          },
        },
      },
    };
  });
}

/** What the function answers to the operator, and whether the user may subscribe before and after. */
async function letIn(options: Partial<SandboxOptions> = {}) {
  const sandbox = await runningSandbox({ assembly: assembly(), ...options });
  try {
    const user = await signedInUser(sandbox);
    const { may } = awsClients(sandbox);
    const maySubscribe = () => may(user, 'subscribe', `users/${user.identityId}/inbox`).catch(() => false);
    const before = await maySubscribe();
    const Payload = Buffer.from(JSON.stringify({ identityId: user.identityId }));
    const answer = await lambdaOf(sandbox).send(new InvokeCommand({ FunctionName: 'let-in', Payload }));
    const payload = JSON.parse(Buffer.from(answer.Payload ?? []).toString());
    const [status, body, api] = payload;
    expect(api).toBe(sandbox.outputs.AttachPolicyUrl);
    return { payload: [status, body], before, after: await maySubscribe(), identityId: user.identityId };
  } finally {
    await sandbox.stop();
  }
}

it('a function that names a table and a bucket attaches for an operator; the bucket is refused by name', async () => {
  const { payload, before, after } = await letIn();
  expect({ before, after }).toEqual({ before: false, after: true });
  const words = /The sandbox does not emulate s3: PUT \/.*--endpoint s3=/;
  expect(payload).toEqual([501, expect.stringMatching(words)]);
}, 60_000);

it('and is where the developer says that buckets are', async () => {
  const seen: unknown[] = [];
  const emulator = createServer((request, response) => {
    seen.push([request.method, request.url]);
    response.end('kept');
  });
  await new Promise<void>((resolve) => emulator.listen(0, '127.0.0.1', resolve));
  try {
    const s3 = `http://127.0.0.1:${(emulator.address() as AddressInfo).port}`;
    const { payload, after, identityId } = await letIn({ endpoints: { s3 } });
    expect({ payload, after }).toEqual({ payload: [200, 'kept'], after: true });
    expect(seen).toEqual([['PUT', expect.stringMatching(new RegExp(`^/[a-z0-9-]+/${identityId}$`))]]);
  } finally {
    emulator.close();
  }
}, 60_000);
