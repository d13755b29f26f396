import { z } from 'zod';
import { ignored, text } from '../template/parse-properties.js';

// Every property that the sandbox knows. What is not here could deny, or a caller could notice it: resource policies,
// customer managed keys, limits on demand, streams into Kinesis, replicas elsewhere. It is refused by name.

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const projection = z.strictObject({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: z.array(z.string()).optional(),
});

const index = z.strictObject({ IndexName: z.string(), KeySchema: keySchema, Projection: projection });

/** What of other projections AWS fetches from the table, and when, is not emulated. */
const localIndex = index.extend({ Projection: z.strictObject({ ProjectionType: z.literal('ALL') }) });

const globalIndex = index.extend({ ContributorInsightsSpecification: ignored, WarmThroughput: ignored });

const units = z.coerce.number().int();

/** What is provisioned is told, and taken to be enough: the sandbox throttles nobody. */
const throughput = z.strictObject({ ReadCapacityUnits: units, WriteCapacityUnits: units });

/** AWS's own keys: a key of the customer's has a policy, which may deny. */
const encryption = z.strictObject({ SSEEnabled: ignored, SSEType: ignored }).optional();

/** What both types have. */
const shared = {
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema: keySchema,
  LocalSecondaryIndexes: z.array(localIndex).optional(),
  SSESpecification: encryption,
  // A stream that nobody reads; `StreamArn` is refused.
  StreamSpecification: z.strictObject({ StreamViewType: ignored }).optional(),
  TableName: text,
  // AWS deletes within days, and an item that has expired shows until then. Here it stays.
  TimeToLiveSpecification: ignored,
  WarmThroughput: ignored,
};

/** What concerns one table as a thing to be administered. */
const administration = {
  ContributorInsightsSpecification: ignored,
  DeletionProtectionEnabled: ignored,
  PointInTimeRecoverySpecification: ignored,
  TableClass: ignored,
  Tags: ignored,
};

export const table = z.strictObject({
  ...shared,
  ...administration,
  BillingMode: z.enum(['PAY_PER_REQUEST', 'PROVISIONED']).default('PROVISIONED'),
  GlobalSecondaryIndexes: z.array(globalIndex.extend({ ProvisionedThroughput: throughput.optional() })).optional(),
  ProvisionedThroughput: throughput.optional(),
});

export const globalTable = z.strictObject({
  ...shared,
  // Without it AWS provisions throughput, by settings of another kind that scale.
  BillingMode: z.literal('PAY_PER_REQUEST'),
  GlobalSecondaryIndexes: z.array(globalIndex).optional(),
  Replicas: z.array(
    z.strictObject({
      ...administration,
      GlobalSecondaryIndexes: z
        .array(z.strictObject({ IndexName: z.string(), ContributorInsightsSpecification: ignored }))
        .optional(),
      Region: z.string(),
    }),
  ),
});
