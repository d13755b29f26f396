import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { dynamodbOf, stackWithTables } from './table-stack.js';

const TableName = 'games';
const key = (pk: string, sk = 'profile') => ({ pk: { S: pk }, sk: { S: sk } });

let sandbox: Sandbox;
let client: DynamoDBClient;
beforeAll(async () => {
  sandbox = await runningSandbox({ assembly: stackWithTables() });
  client = dynamodbOf(sandbox);
});
afterAll(() => sandbox.stop());

const put = (pk: string, sk: string, more = {}) =>
  client.send(new PutItemCommand({ TableName, Item: { ...key(pk, sk), ...more } }));
const query = (input: Partial<QueryCommandInput>) => client.send(new QueryCommand({ TableName, ...input }));

describe('Query', () => {
  beforeAll(async () => {
    for (const player of ['p1', 'p2', 'p3'])
      await put(`player#${player}`, 'match#7', { score: { N: player.slice(1) }, note: { S: player } });
    for (const match of ['match#1', 'match#3', 'match#2', 'other'])
      await put('player#p9', match, { match: { S: match } });
  });
  const matches = {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': { S: 'player#p9' }, ':sk': { S: 'match#' } },
  };
  const sortKeys = ({ Items = [] }: { Items?: Record<string, { S?: string }>[] | undefined }) =>
    Items.map(({ sk }) => sk?.S);

  it('reads a part of a partition, in both directions', async () => {
    expect(sortKeys((await query(matches)) as never)).toEqual(['match#1', 'match#2', 'match#3']);
    const backwards = await query({ ...matches, ScanIndexForward: false });
    expect(sortKeys(backwards as never)).toEqual(['match#3', 'match#2', 'match#1']);
  });

  it('goes on where a page ended', async () => {
    const first = await query({ ...matches, Limit: 2 });
    expect([sortKeys(first as never), first.LastEvaluatedKey]).toEqual([
      ['match#1', 'match#2'],
      key('player#p9', 'match#2'),
    ]);
    const second = await query({ ...matches, Limit: 2, ExclusiveStartKey: first.LastEvaluatedKey });
    expect([sortKeys(second as never), second.LastEvaluatedKey]).toEqual([['match#3'], undefined]);
  });

  it('filters after it has read', async () => {
    const { Count, ScannedCount } = await query({
      ...matches,
      FilterExpression: '#m <> :m',
      ExpressionAttributeNames: { '#m': 'match' },
      ExpressionAttributeValues: { ...matches.ExpressionAttributeValues, ':m': { S: 'match#2' } },
    });
    expect([Count, ScannedCount]).toEqual([2, 3]);
  });

  it('reads an index that is the table the other way round, as the items are now', async () => {
    const inverse = { KeyConditionExpression: 'sk = :sk', ExpressionAttributeValues: { ':sk': { S: 'match#7' } } };
    const players = async () =>
      (await query({ ...inverse, IndexName: 'inverse', Limit: 10 })).Items?.map(({ pk }) => pk?.S);
    expect(await players()).toEqual(['player#p1', 'player#p2', 'player#p3']);
    await client.send(new DeleteItemCommand({ TableName, Key: key('player#p2', 'match#7') }));
    expect(await players()).toEqual(['player#p1', 'player#p3']);
    await put('player#p2', 'match#7', { score: { N: '10' } });
    const page = await query({ ...inverse, IndexName: 'inverse', Limit: 1 });
    const next = await query({ ...inverse, IndexName: 'inverse', ExclusiveStartKey: page.LastEvaluatedKey });
    expect(next.Items?.map(({ pk }) => pk?.S)).toEqual(['player#p2', 'player#p3']);
  });

  it('gives what an index projects and no more, ordered by number', async () => {
    const byScore = {
      IndexName: 'byScore',
      KeyConditionExpression: 'sk = :sk AND score > :score',
      ExpressionAttributeValues: { ':sk': { S: 'match#7' }, ':score': { N: '2' } },
    };
    expect((await query(byScore)).Items).toEqual([
      { ...key('player#p3', 'match#7'), score: { N: '3' } },
      { ...key('player#p2', 'match#7'), score: { N: '10' } },
    ]);
    await expect(query({ ...byScore, ProjectionExpression: 'note' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('index byScore does not project [note]'),
    });
  });

  it('refuses what DynamoDB refuses', async () => {
    const consistent = query({ ...matches, IndexName: 'inverse', ConsistentRead: true });
    await expect(consistent).rejects.toThrow('Consistent reads are not supported on global secondary indexes');
    await expect(query({ ...matches, IndexName: 'none' })).rejects.toThrow(
      'The table does not have the specified index: none',
    );
    const onSortKeyAlone = {
      KeyConditionExpression: 'sk = :sk',
      ExpressionAttributeValues: { ':sk': { S: 'match#7' } },
    };
    await expect(query(onSortKeyAlone)).rejects.toThrow('Query condition missed key schema element: pk');
  });
});

it('Scan reads all of it, page by page, and BatchGetItem what it is asked for', async () => {
  const { NotesTable: Notes = '' } = sandbox.outputs;
  const ids = Array.from({ length: 25 }, (_, index) => `note-${index}`);
  for (const id of ids) await client.send(new PutItemCommand({ TableName: Notes, Item: { id: { S: id } } }));
  const seen: (string | undefined)[] = [];
  let from: Record<string, { S: string }> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: Notes, Limit: 10, ExclusiveStartKey: from }));
    seen.push(...(page.Items ?? []).map(({ id }) => id?.S));
    from = page.LastEvaluatedKey as typeof from;
  } while (from !== undefined);
  expect(seen.sort()).toEqual(ids.sort());
  const { Responses } = await client.send(
    new BatchGetItemCommand({ RequestItems: { [Notes]: { Keys: [{ id: { S: 'note-3' } }, { id: { S: 'none' } }] } } }),
  );
  expect(Responses).toEqual({ [Notes]: [{ id: { S: 'note-3' } }] });
  const { Table } = await client.send(new DescribeTableCommand({ TableName: Notes }));
  expect(Table).toMatchObject({ TableStatus: 'ACTIVE', ItemCount: 25, TableArn: expect.stringContaining(Notes) });
});
