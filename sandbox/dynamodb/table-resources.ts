import { UnsupportedError } from '../base/errors.js';
import { parseProperties } from '../template/parse-properties.js';
import type { StackResource, StackResources } from '../template/stack-resources.js';
import type { ServedTable, TableIndex, Throughput } from './served-table.js';
import { globalTable, table } from './table-properties.js';

/**
 * The tables of the template, as `DescribeTable` tells of them.
 *
 * @param now milliseconds since 1970: a stack is deployed when it boots
 * @throws UnsupportedError for a property that is not emulated, and for a table that is replicated
 */
export function readTables(resources: StackResources, now: number): ServedTable[] {
  return [
    ...resources
      .ofType('AWS::DynamoDB::Table')
      .map((resource) =>
        describe(resource, parseProperties(resource.logicalId, resource.type, table, resource.properties()), now),
      ),
    ...resources.ofType('AWS::DynamoDB::GlobalTable').map((resource) => {
      const properties = parseProperties(resource.logicalId, resource.type, globalTable, resource.properties());
      const { region } = resource.environment;
      const elsewhere = properties.Replicas.find(({ Region }) => Region !== region);
      if (elsewhere !== undefined)
        throw new UnsupportedError(`the replica of ${resource.logicalId} in ${elsewhere.Region}`);
      return describe(resource, properties, now);
    }),
  ];
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
  const arn = `arn:aws:dynamodb:${environment.region}:${environment.accountId}:table/${physicalId}`;
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
