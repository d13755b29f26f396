import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { directoryIndex, identityKey, revokedKey, userOfKey } from '../contract/directory-items.js';

/** What the directory says of an identity. */
export type Recorded =
  /** It has called, and has not left since. */
  | 'present'
  /** By its own DELETE. */
  | 'left'
  /** An operator has taken its user's access away. */
  | 'revoked'
  /** It has never called since there is a directory. */
  | 'unrecorded';

export interface RecordedProps {
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}

/**
 * Asks the directory. The index finds the user, and is a moment late; what counts is then read from the user's own items,
 * consistently: all that was written before is seen.
 */
export function createRecorded({ dynamodb, tableName }: RecordedProps): (identityId: string) => Promise<Recorded> {
  const query = async (input: Omit<QueryCommandInput, 'TableName'>) =>
    (await dynamodb.send(new QueryCommand({ TableName: tableName, ...input }))).Items ?? [];

  return async (identityId) => {
    const found = await query({
      IndexName: directoryIndex,
      KeyConditionExpression: 'sk = :sk',
      ExpressionAttributeValues: { ':sk': { S: identityKey(identityId) } },
    });
    const pk = found[0]?.pk?.S;
    if (pk === undefined) return 'unrecorded';
    const item = async (sk: string) => {
      const values = { ':pk': { S: pk }, ':sk': { S: sk } };
      const condition = 'pk = :pk AND sk = :sk';
      const [one] = await query({
        KeyConditionExpression: condition,
        ExpressionAttributeValues: values,
        ConsistentRead: true,
      });
      return one;
    };
    const [identity, mark] = await Promise.all([item(identityKey(identityId)), item(revokedKey(userOfKey(pk)))]);
    if (mark) return 'revoked';
    if (!identity) return 'unrecorded';
    return identity.detachedAt ? 'left' : 'present';
  };
}
