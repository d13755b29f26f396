import { type DynamoDBClient, ScanCommand, type ScanCommandInput } from '@aws-sdk/client-dynamodb';

/** How much the directory holds. */
export interface DirectoryCounts {
  /** Who have called. */
  readonly users: number;
  readonly identities: number;
  /** Grants of devices. */
  readonly grants: number;
  /** Users who are marked as revoked. */
  readonly revoked: number;
}

/** Reads the whole table, which costs half a read unit for each 4 KB. @param told is called with how many were read */
export async function countDirectory(
  dynamodb: Pick<DynamoDBClient, 'send'>,
  tableName: string,
  told: (read: number) => void,
): Promise<DirectoryCounts> {
  const users = new Set<string>();
  const counts = { identity: 0, device: 0, revoked: 0 };
  let read = 0;
  let ExclusiveStartKey: ScanCommandInput['ExclusiveStartKey'];
  do {
    const page = await dynamodb.send(
      new ScanCommand({ TableName: tableName, ProjectionExpression: 'pk, sk', ExclusiveStartKey }),
    );
    for (const { pk, sk } of page.Items ?? []) {
      const [, kind] = /^(identity|device|revoked)#/.exec(sk?.S ?? '') ?? [];
      if (kind === 'identity' || kind === 'device' || kind === 'revoked') counts[kind] += 1;
      if (kind === 'identity') users.add(pk?.S ?? '');
    }
    read += page.Items?.length ?? 0;
    told(read);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return { users: users.size, identities: counts.identity, grants: counts.device, revoked: counts.revoked };
}
