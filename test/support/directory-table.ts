import { DeleteItemCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { deviceKey, identityKey, revokedKey, userKey } from '../../contract/directory-items.js';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import type { Sandbox } from '../../sandbox/sandbox.js';

/** The directory's table of a sandbox, as an operator writes and reads it. */
export function directoryTable(sandbox: Sandbox) {
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator() as AwsCredentials;
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const dynamodb = new DynamoDBClient({ endpoint: sandbox.url, region: 'us-east-1', credentials });
  const { DirectoryTable: TableName = '', UserPoolId: userPoolId = '', IdentityPoolId = '' } = sandbox.outputs;
  const put = (sub: string, sk: string, members: Readonly<Record<string, string>>) => {
    const rest = Object.fromEntries(Object.entries(members).map(([name, S]) => [name, { S }]));
    const Item = { pk: { S: userKey({ userPoolId, sub }) }, sk: { S: sk }, ...rest };
    return dynamodb.send(new PutItemCommand({ TableName, Item }));
  };

  return {
    dynamodb,
    tableName: TableName,
    /** As the function records a POST of this time. */
    identity: (sub: string, identityId: string, lastPost: Date, more: Readonly<Record<string, string>> = {}) =>
      put(sub, identityKey(identityId), {
        identityPoolId: IdentityPoolId,
        firstPost: lastPost.toISOString(),
        lastPost: lastPost.toISOString(),
        ...more,
      }),
    /** As it stands once it was granted at this time; the first one of a user is in the first policy. */
    device(sub: string, device: string, changedAt: Date) {
      const Item = {
        pk: { S: userKey({ userPoolId, sub }) },
        sk: { S: deviceKey(device) },
        slot: { N: '0' },
        state: { S: 'granted' },
        changedAt: { S: changedAt.toISOString() },
      };
      return dynamodb.send(new PutItemCommand({ TableName, Item }));
    },
    revoked: (sub: string, revokedAt: Date) =>
      put(sub, revokedKey({ userPoolId, sub }), { revokedAt: revokedAt.toISOString() }),
    /** As if the time of each lock were over. */
    async releaseLocks(): Promise<void> {
      const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true }));
      for (const { pk, sk } of Items.filter((item) => item.sk?.S?.startsWith('lock#'))) {
        await dynamodb.send(new DeleteItemCommand({ TableName, Key: { pk: pk ?? { S: '' }, sk: sk ?? { S: '' } } }));
      }
    },
    /** Sort keys of all that there is. */
    async keys(): Promise<string[]> {
      const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true }));
      return Items.map(({ sk }) => sk?.S ?? '').sort();
    },
  };
}
