import { createHash } from 'node:crypto';

/** One value as DynamoDB writes it: `{ S: 'text' }`. */
export type AttributeValue = Readonly<Record<string, unknown>>;

/** An item, or the key of one. */
export type Item = Readonly<Record<string, AttributeValue>>;

export interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

/** What a table or an index has for itself, where it is not on demand. */
export interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

/** A secondary index, as the template describes it. */
export interface TableIndex {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: readonly string[] | undefined };
  readonly ProvisionedThroughput?: Throughput | undefined;
}

/** A table, as `DescribeTable` describes it. */
export interface ServedTable {
  readonly TableName: string;
  readonly TableArn: string;
  readonly TableStatus: 'ACTIVE';
  readonly CreationDateTime: number;
  readonly AttributeDefinitions: readonly {
    readonly AttributeName: string;
    readonly AttributeType: 'S' | 'N' | 'B';
  }[];
  readonly KeySchema: readonly KeyElement[];
  readonly GlobalSecondaryIndexes?: readonly TableIndex[];
  readonly LocalSecondaryIndexes?: readonly TableIndex[];
  /** Of a table on demand; every other has `ProvisionedThroughput`. */
  readonly BillingModeSummary?: { readonly BillingMode: 'PAY_PER_REQUEST' };
  readonly ProvisionedThroughput?: Throughput;
}

/** Both kinds of index. */
export function indexesOf(table: ServedTable): readonly TableIndex[] {
  return [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
}

/**
 * Under what a table's items are kept. A table with another key is another table: CloudFormation would replace it by an
 * empty one.
 */
export function keptName({ TableName, KeySchema, AttributeDefinitions }: ServedTable): string {
  const typeOf = (name: string) => AttributeDefinitions.find((one) => one.AttributeName === name)?.AttributeType;
  const key = KeySchema.map(({ AttributeName }) => [AttributeName, typeOf(AttributeName)]);
  return `${TableName}.${createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 8)}`;
}
