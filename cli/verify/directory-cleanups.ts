import { DeleteItemCommand, DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { userKey } from '../../contract/directory-items.js';
import type { MadeIdentity } from '../../journey/made.js';
import { subOf } from '../../journey/sub-of.js';
import type { Cleanup } from './cleanup.js';
import type { CleanupPlace } from './cleanup-place.js';

/** Everything that the directory has of the made-up user. */
export function directoryCleanups({ deployment, command }: CleanupPlace, { idToken }: MadeIdentity): Cleanup[] {
  const { clientConfig, output, outputs } = deployment;
  const TableName = outputs.DirectoryTable;
  if (!TableName || idToken === undefined) return [];
  const pk = userKey({ userPoolId: output('UserPoolId'), sub: subOf(idToken) });
  const ofUser = {
    TableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: pk } },
    ConsistentRead: true,
  };
  return [
    {
      what: () => `entries of the directory below ${pk}`,
      async run() {
        const client = new DynamoDBClient(clientConfig);
        let found = false;
        for await (const { Items = [] } of paginateQuery({ client }, ofUser)) {
          for (const { sk = { S: '' } } of Items) {
            found = true;
            await client.send(new DeleteItemCommand({ TableName, Key: { pk: { S: pk }, sk } }));
          }
        }
        return found;
      },
      byHand: () =>
        `${command(
          `dynamodb query --table-name ${TableName} --key-condition-expression 'pk = :pk' ` +
            `--expression-attribute-values '{":pk":{"S":"${pk}"}}' --projection-expression 'pk, sk'`,
        )}, then delete-item of each`,
    },
  ];
}
