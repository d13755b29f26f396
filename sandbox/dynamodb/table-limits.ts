import { DeploymentError } from '../base/errors.js';
import type { Engine } from './engine.js';
import { indexesOf, type ServedTable } from './served-table.js';

const CREATE_TABLE = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html';

/** @throws DeploymentError for a table that CreateTable would not take */
export function holdTable(table: ServedTable, { validations, createTableRules }: Engine): void {
  const { TableName, KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, LocalSecondaryIndexes } = table;
  const { BillingModeSummary: onDemand, ProvisionedThroughput } = table;
  const definition = structuredClone({
    TableName,
    BillingMode: onDemand?.BillingMode ?? 'PROVISIONED',
    ...(ProvisionedThroughput && { ProvisionedThroughput }),
    KeySchema,
    AttributeDefinitions,
    ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
    ...(LocalSecondaryIndexes && { LocalSecondaryIndexes }),
  });
  const where = `the table ${TableName}`;
  try {
    const { types, custom } = createTableRules;
    validations.checkValidations(validations.checkTypes(definition, types), types, custom, {});
  } catch (error) {
    throw new DeploymentError(where, (error as Error).message, CREATE_TABLE);
  }
  const keys = [KeySchema, ...indexesOf(table).map((index) => index.KeySchema)].flat();
  const unused = AttributeDefinitions.find(
    ({ AttributeName }) => !keys.some((key) => key.AttributeName === AttributeName),
  );
  if (unused === undefined) return;
  throw new DeploymentError(`${unused.AttributeName} among the AttributeDefinitions of ${where}`, 'keys', CREATE_TABLE);
}
