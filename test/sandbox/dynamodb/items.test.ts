import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
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
const get = async (pk: string, sk?: string) =>
  (await client.send(new GetItemCommand({ TableName, Key: key(pk, sk), ConsistentRead: true }))).Item;

describe('a write with a condition', () => {
  it('is won by one of two at once, and the other is shown the item when it asks', async () => {
    const claim = (owner: string) =>
      client.send(
        new PutItemCommand({
          TableName,
          Item: { ...key('seat'), owner: { S: owner } },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
    const results = await Promise.allSettled(['ann', 'ben'].map(claim));
    const [lost] = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(lost).toBeInstanceOf(ConditionalCheckFailedException);
    expect(lost).toMatchObject({ message: 'The conditional request failed', Item: await get('seat') });
  });

  it('changes nothing when it fails, and tells no item unless it is asked', async () => {
    await put('kept', 'profile', { n: { N: '1' } });
    const failed = await client
      .send(
        new DeleteItemCommand({
          TableName,
          Key: key('kept'),
          ConditionExpression: 'n > :n',
          ExpressionAttributeValues: { ':n': { N: '1' } },
        }),
      )
      .catch((error: unknown) => error as ConditionalCheckFailedException);
    expect(failed).toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect((failed as ConditionalCheckFailedException).Item).toBeUndefined();
    expect(await get('kept')).toEqual({ ...key('kept'), n: { N: '1' } });
  });

  it.each([
    { ConditionExpression: 'a = b', what: '= between two attributes' },
    { ConditionExpression: 'a = :m', values: { ':m': { M: {} } }, what: '= with a map or a list' },
    { ConditionExpression: 'a IN (:f, b)', values: { ':f': { S: 'x' } }, what: 'IN with an attribute' },
    { ConditionExpression: 'NOT contains(a, b)', what: 'contains with anything but' },
  ])('that dynalite would judge otherwise is refused by name: $what', async ({ ConditionExpression, values, what }) => {
    const given = { TableName, Item: key('unjudged'), ConditionExpression };
    const command = new PutItemCommand({ ...given, ...(values && { ExpressionAttributeValues: values }) });
    await expect(client.send(command)).rejects.toMatchObject({
      name: 'SandboxUnsupported',
      message: expect.stringContaining(what),
    });
    expect(await get('unjudged')).toBeUndefined();
  });
});

it('the size of an empty text, which dynalite does not know, is refused by name', async () => {
  const guarded = () =>
    client.send(
      new DeleteItemCommand({
        TableName,
        Key: key('sized'),
        ConditionExpression: 'NOT size(body) < :n',
        ExpressionAttributeValues: { ':n': { N: '1' } },
      }),
    );
  await put('sized', 'profile', { body: { S: '' } });
  await expect(guarded()).rejects.toMatchObject({ name: 'SandboxUnsupported' });
  expect(await get('sized')).toBeDefined();
  await put('sized', 'profile', { body: { S: 'text' } });
  await guarded();
  expect(await get('sized')).toBeUndefined();
});

describe('UpdateItem', () => {
  const update = (UpdateExpression: string, values: Record<string, object>, ReturnValues?: 'ALL_NEW' | 'UPDATED_OLD') =>
    client.send(
      new UpdateItemCommand({
        TableName,
        Key: key('updated'),
        UpdateExpression,
        ExpressionAttributeValues: values as never,
        ReturnValues,
      }),
    );

  it('makes an item, counts with if_not_exists, and adds to sets and takes from them', async () => {
    const count = () => update('SET n = if_not_exists(n, :zero) + :one', { ':zero': { N: '0' }, ':one': { N: '1' } });
    await Promise.all([count(), count(), count()]);
    await update('ADD tags :tags', { ':tags': { SS: ['a', 'b', 'c'] } });
    const { Attributes } = await update('DELETE tags :tags', { ':tags': { SS: ['b'] } }, 'ALL_NEW');
    expect(Attributes).toEqual({ ...key('updated'), n: { N: '3' }, tags: { SS: ['a', 'c'] } });
    const old = await update('SET n = :n REMOVE tags', { ':n': { N: '9' } }, 'UPDATED_OLD');
    expect(old.Attributes).toEqual({ n: { N: '3' }, tags: { SS: ['a', 'c'] } });
    expect(await get('updated')).toEqual({ ...key('updated'), n: { N: '9' } });
  });

  it('copies what it takes from the item, as it was before', async () => {
    await put('updated', 'profile', { doc: { M: { n: { N: '1' } } }, rungs: { L: [{ S: 'x' }] } });
    const { Attributes } = await update('SET was = doc, doc.n = :n, rungs[0] = rungs', { ':n': { N: '2' } }, 'ALL_NEW');
    expect(Attributes).toMatchObject({
      was: { M: { n: { N: '1' } } },
      doc: { M: { n: { N: '2' } } },
      rungs: { L: [{ L: [{ S: 'x' }] }] },
    });
    const inherited = { TableName, Key: key('fresh'), UpdateExpression: 'SET was = valueOf' };
    await expect(client.send(new UpdateItemCommand(inherited))).rejects.toThrow(
      'The provided expression refers to an attribute that does not exist in the item',
    );
  });

  it('refuses in the words of DynamoDB', async () => {
    await expect(update('SET pk = :x', { ':x': { S: 'x' } })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('Cannot update attribute pk. This attribute is part of the key'),
    });
    await expect(update('SET', { ':x': { S: 'x' } })).rejects.toMatchObject({
      message: expect.stringContaining('Invalid UpdateExpression: Syntax error'),
    });
    await expect(update('SET a = :x', { ':x': { S: 'x' }, ':y': { S: 'y' } })).rejects.toMatchObject({
      message: expect.stringContaining('unused in expressions: keys: {:y}'),
    });
  });
});

describe('an item', () => {
  it.each([
    { title: 'of 400 KB', size: 400 * 1024 - 20, letter: 'x', taken: true },
    { title: 'of more', size: 400 * 1024, letter: 'x', taken: false },
    { title: 'of more bytes than letters', size: 250 * 1024, letter: 'é', taken: false },
  ])('$title is taken: $taken', async ({ size, letter, taken }) => {
    const result = put('large', 'profile', { text: { S: letter.repeat(size) } }).then(
      () => 'taken',
      ({ name, message }: Error) => `${name}: ${message}`,
    );
    expect(await result).toBe(taken ? 'taken' : 'ValidationException: Item size has exceeded the maximum allowed size');
  });

  it.each([
    { title: 'without its key', item: { pk: { S: 'x' } }, says: 'Missing the key sk in the item' },
    { title: 'with a key of another type', item: { pk: { N: '1' }, sk: { S: 'x' } }, says: 'Type mismatch for key pk' },
    { title: 'with an empty key', item: { pk: { S: '' }, sk: { S: 'x' } }, says: 'cannot contain an empty string' },
    {
      title: 'with an index key of another type',
      item: { ...key('x'), score: { S: '1' } },
      says: 'Type mismatch for Index',
    },
    {
      title: 'with no number',
      item: { ...key('x'), n: { N: 'many' } },
      says: 'cannot be converted to a numeric value',
    },
  ])('$title is refused', async ({ item, says }) => {
    await expect(client.send(new PutItemCommand({ TableName, Item: item as never }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(says),
    });
  });

  it('too deep, and an expression too long or too deep, are refused', async () => {
    let value: object = { S: 'x' };
    // The SDK itself exhausts its stack at a few thousand.
    for (let level = 0; level < 33; level += 1) value = { M: { a: value } };
    await expect(put('deep', 'profile', { value })).rejects.toThrow('Nesting Levels have exceeded supported limits');
    const withCondition = (ConditionExpression: string) =>
      client.send(
        new PutItemCommand({
          TableName,
          Item: key('x'),
          ConditionExpression,
          ExpressionAttributeValues: { ':a': { S: 'a' } },
        }),
      );
    await expect(withCondition(`a = :a${' '.repeat(4096)}`)).rejects.toThrow(
      'Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: 4102',
    );
    await expect(withCondition(`${'('.repeat(6)}a = :a${')'.repeat(6)}`)).rejects.toThrow(
      'more than 5 brackets within each other in a ConditionExpression',
    );
  });

  it('may have any text, and any name but the one that JavaScript takes for something else', async () => {
    await put('named', 'profile', { constructor: { S: '__proto__' }, ein: { M: { toString: { S: 'x' } } } });
    expect(await get('named')).toMatchObject({ constructor: { S: '__proto__' }, ein: { M: { toString: { S: 'x' } } } });
    const byName = new UpdateItemCommand({
      TableName,
      Key: key('named'),
      UpdateExpression: 'REMOVE #name',
      ExpressionAttributeNames: { '#name': '__proto__' },
    });
    await expect(client.send(byName)).rejects.toMatchObject({ name: 'SandboxUnsupported' });
  });
});
