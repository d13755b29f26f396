import {
  BatchGetItemCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { allow, dynamodbOf, stackWithTables } from './table-stack.js';

const Key = { pk: { S: 'p' }, sk: { S: 's' } };
const TableName = 'games';

let sandbox: Sandbox;
let user: Awaited<ReturnType<typeof signedInUser>>;
beforeAll(async () => {
  const Resource = { 'Fn::GetAtt': ['Games', 'Arn'] };
  const Action = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:BatchGetItem'];
  sandbox = await runningSandbox({ assembly: stackWithTables((template) => allow(template, { Action, Resource })) });
  user = await signedInUser(sandbox);
});
afterAll(() => sandbox.stop());

const asUser = () => dynamodbOf(sandbox, user.credentials);
const put = (client = asUser()) => client.send(new PutItemCommand({ TableName, Item: Key }));
const query = (IndexName?: string) =>
  asUser().send(
    new QueryCommand({
      TableName,
      IndexName,
      KeyConditionExpression: IndexName === undefined ? 'pk = :k' : 'sk = :k',
      ExpressionAttributeValues: { ':k': { S: 'p' } },
    }),
  );

describe('a role', () => {
  it('may do what its policies allow on a table, and nothing on its index', async () => {
    await put();
    expect((await query()).Count).toBe(1);
    await expect(query('inverse')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400 },
      message: expect.stringMatching(
        /dynamodb:Query on resource: arn:aws:dynamodb:us-east-1:\d+:table\/games\/index\/inverse/,
      ),
    });
  });

  it('reads a batch of tables only if it may read each', async () => {
    const { NotesTable: Notes = '' } = sandbox.outputs;
    const read = (RequestItems: Record<string, object>) =>
      asUser().send(new BatchGetItemCommand({ RequestItems: RequestItems as never }));
    const games = { Keys: [Key] };
    expect((await read({ games })).Responses).toEqual({ games: [Key] });
    await expect(read({ games, [Notes]: { Keys: [{ id: { S: 'x' } }] } })).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`table/${Notes}`),
    });
  });

  it('may name the table by its ARN', async () => {
    const arn = 'arn:aws:dynamodb:us-east-1:111122223333:table/games';
    expect((await asUser().send(new GetItemCommand({ TableName: arn, Key }))).Item).toEqual(Key);
    const elsewhere = new GetItemCommand({ TableName: arn.replace('east', 'west'), Key });
    await expect(asUser().send(elsewhere)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(dynamodbOf(sandbox).send(elsewhere)).rejects.toMatchObject({ name: 'SandboxUnsupported' });
  });

  it('is told of no table that it may not see', async () => {
    const foreign = new GetItemCommand({ TableName: 'another', Key });
    await expect(asUser().send(foreign)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(dynamodbOf(sandbox).send(foreign)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found',
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe('what is not served', () => {
  it('is refused in the protocol of DynamoDB, operations and members by name', async () => {
    const client = dynamodbOf(sandbox);
    await expect(client.send(new ListTablesCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: 'The sandbox does not emulate dynamodb:ListTables, so it refuses it.',
    });
    const transaction = new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: Key } }] });
    await expect(client.send(transaction)).rejects.toMatchObject({ name: 'UnknownOperationException' });
    const former = new GetItemCommand({ TableName, Key, AttributesToGet: ['pk'] });
    await expect(client.send(former)).rejects.toMatchObject({
      name: 'SandboxUnsupported',
      message: expect.stringContaining('the field AttributesToGet of dynamodb:GetItem'),
    });
  });

  it.each([
    ['GetItem', { TableName: 'none', Key }, 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException'],
    ['GetItem', { TableName, Key: {} }, 'com.amazon.coral.validate#ValidationException'],
    [
      'PutItem',
      { TableName, Item: {}, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
      'com.amazon.coral.validate#ValidationException',
    ],
    ['GetItem', { TableName: 7 }, 'com.amazon.coral.service#SerializationException'],
    ['PutItem', { TableName, Item: { ...Key, l: { L: [null] } } }, 'com.amazon.coral.service#SerializationException'],
    ['Nothing', {}, 'com.amazon.coral.service#UnknownOperationException'],
  ])('%s %j is answered with %s', async (operation, input, type) => {
    const answer = await signedFetch(sandbox.url, {
      credentials: sandbox.views.operator() as never,
      service: 'dynamodb',
      method: 'POST',
      headers: { 'x-amz-target': `DynamoDB_20120810.${operation}`, 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify(input),
    });
    expect(answer.headers.get('content-type')).toMatch(/^application\/x-amz-json-1\.0/);
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ __type: type })]);
  });
});

describe('the switches', () => {
  afterEach(() => sandbox.guard.reset('dynamodb:PutItem'));

  it('throttle', async () => {
    sandbox.guard.setQuota('dynamodb:PutItem', 0);
    await expect(put()).rejects.toMatchObject({ name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } });
  });

  it('and fail an operation', async () => {
    sandbox.guard.setFailure('dynamodb:PutItem', { code: 'ProvisionedThroughputExceededException', rate: 1 });
    await expect(put()).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    sandbox.guard.setFailure('dynamodb:PutItem', { code: 'InternalServerError', rate: 1 });
    await expect(put()).rejects.toMatchObject({ name: 'InternalServerError', $metadata: { httpStatusCode: 500 } });
  });
});
