import { AwsError } from '../base/errors.js';
import type { Ground, RunningService, Service } from '../service/service.js';
import type { State } from '../state/state.js';
import { partitionOf } from '../template/partition.js';
import { leftOut } from '../template/stack-resources.js';
import { dynamodbErrorNamespace, refuseFields } from './dynamodb-errors.js';
import { dynamodbOperations } from './dynamodb-operations.js';
import { dynamodbResourceTypes } from './dynamodb-resource-types.js';
import { itemTables } from './item-tables.js';
import { refuseUnserved } from './refuse-unserved.js';
import type { ServedTables } from './serve-tables.js';
import { readTables } from './table-resources.js';

const tables = { dynamodb: itemTables };

/** DynamoDB tables of the stack. */
export const dynamodb: Service<typeof tables> = {
  resourceTypes: dynamodbResourceTypes,
  emptyState: tables,
  create: createDynamodb,
};

async function createDynamodb({ resources, clock }: Ground, state: State<typeof tables>): Promise<RunningService> {
  const { region, accountId } = resources.environment;
  const { served: described, leftOut: unserved } = readTables(resources, clock.now());
  // A stack without a table does not pay for the parsers.
  const served =
    described.length === 0 ? NO_TABLES : (await import('./serve-tables.js')).serveTables(described, state.dynamodb);
  const all = refuseUnserved(served, new Map(unserved.map(({ resource, why }) => [resource.physicalId, why])));
  return {
    leftOut: unserved.map(({ resource, why }) => leftOut(resources, resource, why.message)),
    apis: [
      {
        protocol: 'aws-json',
        signingName: 'dynamodb',
        targetPrefix: 'DynamoDB_20120810',
        jsonVersion: '1.0',
        errorNamespace: dynamodbErrorNamespace,
        refuseFields,
        operations: dynamodbOperations(all, `arn:${partitionOf(region).name}:dynamodb:${region}:${accountId}:table/`),
      },
    ],
  };
}

const NO_TABLES: ServedTables = {
  act: () => Promise.reject(new AwsError('ResourceNotFoundException', 'Requested resource not found')),
  describe: () => undefined,
};
