import { UnsupportedError } from '../base/errors.js';
import { parseProperties } from '../template/parse-properties.js';
import { partitionOf } from '../template/partition.js';
import type { StackResource, StackResources } from '../template/stack-resources.js';
import type { ServedTable, TableIndex, Throughput } from './served-table.js';
import { globalTable, table } from './table-properties.js';

/** The tables of the template. */
export interface TablesOfTemplate {
  /** As `DescribeTable` tells of them. */
  readonly served: readonly ServedTable[];
  /** Those that are not served: they have a property that is not emulated, or are replicated. */
  readonly leftOut: readonly { readonly resource: StackResource; readonly why: UnsupportedError }[];
}

/** @param now milliseconds since 1970: a stack is deployed when it boots */
export function readTables(resources: StackResources, now: number): TablesOfTemplate {
  const served: ServedTable[] = [];
  const leftOut: { resource: StackResource; why: UnsupportedError }[] = [];
  for (const resource of [
    ...resources.ofType('AWS::DynamoDB::Table'),
    ...resources.ofType('AWS::DynamoDB::GlobalTable'),
  ]) {
    try {
      served.push(describe(resource, propertiesOf(resource), now));
    } catch (why) {
      if (!(why instanceof UnsupportedError)) throw why;
      leftOut.push({ resource, why });
    }
  }
  return { served, leftOut };
}

/** @throws UnsupportedError */
function propertiesOf({ logicalId, type, environment, properties }: StackResource): Described {
  if (type === 'AWS::DynamoDB::Table') return parseProperties(logicalId, type, table, properties());
  const global = parseProperties(logicalId, type, globalTable, properties());
  const elsewhere = global.Replicas.find(({ Region }) => Region !== environment.region);
  if (elsewhere !== undefined) throw new UnsupportedError(`the replica of ${logicalId} in ${elsewhere.Region}`);
  return global;
}

interface Described {
  readonly BillingMode: 'PAY_PER_REQUEST' | 'PROVISIONED';
  readonly ProvisionedThroughput?: Throughput | undefined;
  readonly AttributeDefinitions: ServedTable['AttributeDefinitions'];
  readonly KeySchema: ServedTable['KeySchema'];
  readonly GlobalSecondaryIndexes?: readonly TableIndex[] | undefined;
  readonly LocalSecondaryIndexes?: readonly TableIndex[] | undefined;
}

function describe({ physicalId, environment }: StackResource, properties: Described, now: number): ServedTable {
  const arn = `arn:${partitionOf(environment.region).name}:dynamodb:${environment.region}:${environment.accountId}:table/${physicalId}`;
  const indexesOf = (indexes: readonly TableIndex[], isGlobal: boolean) =>
    indexes.map(({ IndexName, KeySchema, Projection, ProvisionedThroughput }) => ({
      IndexName,
      KeySchema,
      Projection,
      ...(ProvisionedThroughput && { ProvisionedThroughput }),
      ...(isGlobal && { IndexStatus: 'ACTIVE' }),
      IndexArn: `${arn}/index/${IndexName}`,
    }));
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } = properties;
  const { BillingMode, ProvisionedThroughput } = properties;
  return {
    TableName: physicalId,
    TableArn: arn,
    TableStatus: 'ACTIVE',
    CreationDateTime: now / 1000,
    AttributeDefinitions,
    KeySchema,
    ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes: indexesOf(GlobalSecondaryIndexes, true) }),
    ...(LocalSecondaryIndexes && { LocalSecondaryIndexes: indexesOf(LocalSecondaryIndexes, false) }),
    ...(BillingMode === 'PAY_PER_REQUEST' && { BillingModeSummary: { BillingMode } }),
    ...(ProvisionedThroughput && { ProvisionedThroughput }),
  };
}
