import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import { directoryIndex, identityKey, revokedKey, userKey, userOfKey } from '../contract/directory-items.js';

/** All that the directory holds of one user. */
export interface SweptItems {
  readonly identityIds: readonly string[];
  /** How many devices were granted. */
  readonly devices: number;
  /** Since when the user is revoked; undefined: is not. */
  readonly revokedAt: Date | undefined;
  /** Of the latest POST or grant. */
  readonly lastUse: Date;
  /** Sort keys of everything, in the order in which it may go: whatever denies comes last. */
  readonly keys: readonly string[];
}

export interface SweptItemsTable {
  /** Each user of the user pool that the directory knows. */
  subs(isOver: () => boolean): Promise<Set<string>>;
  /** Consistently: every write that was acknowledged before is seen. */
  of(sub: string): Promise<SweptItems>;
  /** Others of whom the same identity is recorded. */
  othersOf(sub: string, identityId: string): Promise<number>;
  delete(sub: string, key: string): Promise<void>;
}

export interface SweptItemsProps {
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly userPoolId: string;
}

export function createSweptItems({ dynamodb, tableName: TableName, userPoolId }: SweptItemsProps): SweptItemsTable {
  const keyOf = (sub: string) => userKey({ userPoolId, sub });

  async function query(input: Omit<QueryCommandInput, 'TableName'>): Promise<Record<string, AttributeValue>[]> {
    const items: Record<string, AttributeValue>[] = [];
    let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
    do {
      const page = await dynamodb.send(new QueryCommand({ TableName, ...input, ExclusiveStartKey }));
      items.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return items;
  }

  return {
    async subs(isOver) {
      const subs = new Set<string>();
      const own = keyOf('');
      let ExclusiveStartKey: ScanCommandInput['ExclusiveStartKey'];
      do {
        const page = await dynamodb.send(new ScanCommand({ TableName, ProjectionExpression: 'pk', ExclusiveStartKey }));
        for (const { pk } of page.Items ?? []) if (pk?.S?.startsWith(own)) subs.add(userOfKey(pk.S).sub);
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey && !isOver());
      return subs;
    },

    async of(sub) {
      const values = { ':pk': { S: keyOf(sub) } };
      const condition = 'pk = :pk';
      const items = await query({
        KeyConditionExpression: condition,
        ExpressionAttributeValues: values,
        ConsistentRead: true,
      });
      // The lock is taken and given back by whoever changes anything.
      const keys = items.map(({ sk }) => sk?.S ?? '').filter((key) => !key.startsWith('lock#'));
      const mark = revokedKey({ userPoolId, sub });
      const revokedAt = items.find(({ sk }) => sk?.S === mark)?.revokedAt?.S;
      const uses = items.map(({ lastPost, changedAt }) => Date.parse(lastPost?.S ?? changedAt?.S ?? '')).filter(Number);
      return {
        identityIds: keys
          .filter((key) => key.startsWith(identityKey('')))
          .map((key) => key.slice(identityKey('').length)),
        devices: keys.filter((key) => key.startsWith('device#')).length,
        revokedAt: revokedAt === undefined ? undefined : new Date(revokedAt),
        lastUse: new Date(Math.max(0, ...uses)),
        keys: [...keys.filter((key) => key !== mark), ...keys.filter((key) => key === mark)],
      };
    },

    async othersOf(sub, identityId) {
      const found = await query({
        IndexName: directoryIndex,
        KeyConditionExpression: 'sk = :sk',
        ExpressionAttributeValues: { ':sk': { S: identityKey(identityId) } },
      });
      return found.filter(({ pk }) => pk?.S !== keyOf(sub)).length;
    },

    async delete(sub, sk) {
      await dynamodb.send(new DeleteItemCommand({ TableName, Key: { pk: { S: keyOf(sub) }, sk: { S: sk } } }));
    },
  };
}
