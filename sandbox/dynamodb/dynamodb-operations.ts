import { z } from 'zod';
import { AwsError, UnsupportedError } from '../base/errors.js';
import { type Member, type Operation, operationsOf, type ResourceOf } from '../service/operation.js';
import type { ServedTables } from './serve-tables.js';

// Members that expressions have replaced (`Expected`, `KeyConditions`, `AttributesToGet` and their like) are not among
// the fields, so they are refused by name. What the others hold is checked by dynalite, in DynamoDB's words.
const any = z.unknown().optional();
const names = { TableName: any, ExpressionAttributeNames: any, ReturnConsumedCapacity: any };
const writing = {
  ...names,
  ConditionExpression: any,
  ExpressionAttributeValues: any,
  ReturnValues: any,
  ReturnValuesOnConditionCheckFailure: z.enum(['ALL_OLD', 'NONE']).optional(),
};
const reading = { ...names, ConsistentRead: any, ProjectionExpression: any };
const listing = {
  ...reading,
  ExclusiveStartKey: any,
  ExpressionAttributeValues: any,
  FilterExpression: any,
  IndexName: any,
  Limit: any,
  Select: any,
};
const keysOfTable = z.strictObject({
  ConsistentRead: any,
  ExpressionAttributeNames: any,
  Keys: any,
  ProjectionExpression: any,
});

const operation = operationsOf();

/** @param arnPrefix what the ARNs of tables here begin with, up to the name */
export function dynamodbOperations(tables: ServedTables, arnPrefix: string): Operation[] {
  const { act, describe } = tables;
  /** A request may name its table by ARN, too. */
  const tableArn = (given: string) => (given.startsWith('arn:') ? given : `${arnPrefix}${given}`);
  const onTable = (member: Member) => tableArn(member('TableName'));
  const onIndex = (member: Member) => {
    const index = member('IndexName');
    return index === '' ? onTable(member) : `${onTable(member)}/index/${index}`;
  };
  const onTables: ResourceOf = (_member, input) => {
    const { RequestItems: items } = (input ?? {}) as { readonly RequestItems?: unknown };
    const [first = '', ...others] = typeof items === 'object' && items !== null ? Object.keys(items) : [];
    return [tableArn(first), ...others.map(tableArn)];
  };
  const nameOf = (given: unknown) => {
    if (typeof given !== 'string' || !given.startsWith('arn:')) return given;
    if (given.startsWith(arnPrefix)) return given.slice(arnPrefix.length);
    throw new UnsupportedError(`the table ${given}, of another account or Region`);
  };
  const named = <T extends { TableName?: unknown }>(input: T) =>
    input.TableName === undefined ? input : { ...input, TableName: nameOf(input.TableName) };

  const writer = <F extends z.ZodRawShape>(name: 'PutItem' | 'UpdateItem' | 'DeleteItem', fields: F) =>
    operation({
      name: `dynamodb:${name}`,
      access: { iam: onTable },
      fields: { ...writing, ...fields },
      run(request) {
        const { ReturnValuesOnConditionCheckFailure: shown, ...input } = request as Readonly<Record<string, unknown>>;
        return act(name, named(input), { showsItem: shown === 'ALL_OLD' });
      },
    });

  return [
    operation({
      name: 'dynamodb:GetItem',
      access: { iam: onTable },
      fields: { ...reading, Key: any },
      run: (input) => act('GetItem', named(input)),
    }),
    writer('PutItem', { Item: any }),
    writer('UpdateItem', { Key: any, UpdateExpression: any }),
    writer('DeleteItem', { Key: any }),
    operation({
      name: 'dynamodb:Query',
      access: { iam: onIndex },
      fields: { ...listing, KeyConditionExpression: any, ScanIndexForward: any },
      run: (input) => act('Query', named(input)),
    }),
    operation({
      name: 'dynamodb:Scan',
      access: { iam: onIndex },
      fields: { ...listing, Segment: any, TotalSegments: any },
      run: (input) => act('Scan', named(input)),
    }),
    operation({
      name: 'dynamodb:BatchGetItem',
      access: { iam: onTables },
      fields: { RequestItems: z.record(z.string(), keysOfTable).optional(), ReturnConsumedCapacity: any },
      run(input) {
        // The answer would have to name the tables as the request did.
        if (Object.keys(input.RequestItems ?? {}).some((table) => table.startsWith('arn:')))
          throw new UnsupportedError('the ARN of a table in dynamodb:BatchGetItem');
        return act('BatchGetItem', input);
      },
    }),
    operation({
      name: 'dynamodb:DescribeTable',
      access: { iam: onTable },
      fields: { TableName: z.string() },
      run({ TableName: given }) {
        const name = String(nameOf(given));
        const table = describe(name);
        if (table !== undefined) return { Table: table };
        throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
      },
    }),
  ];
}
