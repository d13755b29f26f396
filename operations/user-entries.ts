import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  type DeviceItem,
  directoryIndex,
  identityKey,
  revokedKey,
  userKey,
  userOfKey,
} from '../contract/directory-items.js';

/** What the directory knows of one user, read at one moment and consistently. */
export interface UserEntries {
  readonly identities: readonly IdentityEntry[];
  readonly devices: readonly DeviceEntry[];
  /** While the user is revoked. */
  readonly mark: RevokedMark | undefined;
}

export interface IdentityEntry {
  readonly identityId: string;
  readonly roleName: string | undefined;
  readonly firstPost: string;
  readonly lastPost: string;
  readonly detachedAt: string | undefined;
}

export interface DeviceEntry extends Pick<DeviceItem, 'state'> {
  /** `*` is every device. */
  readonly device: string;
}

export interface RevokedMark {
  readonly revokedAt: string;
  readonly reason: string | undefined;
  /** Whether the user could sign in before the first `revoke`: `restore` gives back that, and no more. */
  readonly wasEnabled: boolean;
}

/** The entries of the users of one user pool in the directory. Errors of AWS are thrown as they are. */
export interface UserDirectory {
  /** Every write that was acknowledged before is seen. */
  of(sub: string): Promise<UserEntries>;
  /** From an index that follows within a second or so. */
  userOf(identityId: string): Promise<string | undefined>;
  usersOf(device: string): Promise<string[]>;
  /** A second one keeps what the first has found of the user, and is the one that counts. */
  mark(sub: string, mark: Omit<RevokedMark, 'reason'> & { readonly reason?: string | undefined }): Promise<void>;
  /** False: another mark has come in its place meanwhile, which stays. */
  unmark(sub: string, mark: RevokedMark): Promise<boolean>;
}

export interface UserDirectoryOptions {
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly userPoolId: string;
}

export function createUserDirectory({ dynamodb, tableName, userPoolId }: UserDirectoryOptions): UserDirectory {
  const TableName = tableName;
  const keyOfMark = (sub: string) => ({
    pk: { S: userKey({ userPoolId, sub }) },
    sk: { S: revokedKey({ userPoolId, sub }) },
  });

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

  async function ownersOf(sk: string): Promise<string[]> {
    const found = await query({
      IndexName: directoryIndex,
      KeyConditionExpression: 'sk = :sk',
      ExpressionAttributeValues: { ':sk': { S: sk } },
    });
    // A table of before a user pool was replaced has users of the former one, too.
    const users = found.map(({ pk }) => userOfKey(pk?.S ?? ''));
    return users.filter((user) => user.userPoolId === userPoolId).map(({ sub }) => sub);
  }

  return {
    async of(sub) {
      const items = await query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: userKey({ userPoolId, sub }) } },
        ConsistentRead: true,
      });
      return entriesOf(items);
    },
    userOf: async (identityId) => (await ownersOf(identityKey(identityId)))[0],
    usersOf: (device) => ownersOf(`device#${device}`),
    async mark(sub, { revokedAt, reason, wasEnabled }) {
      const command = new UpdateItemCommand({
        TableName,
        Key: keyOfMark(sub),
        UpdateExpression:
          'SET revokedAt = :at, wasEnabled = if_not_exists(wasEnabled, :enabled)' +
          (reason === undefined ? '' : ', reason = :reason'),
        ExpressionAttributeValues: {
          ':at': { S: revokedAt },
          ':enabled': { BOOL: wasEnabled },
          ...(reason !== undefined && { ':reason': { S: reason } }),
        },
      });
      await dynamodb.send(command);
    },
    async unmark(sub, { revokedAt }) {
      const command = new DeleteItemCommand({
        TableName,
        Key: keyOfMark(sub),
        ConditionExpression: 'attribute_not_exists(pk) OR revokedAt = :at',
        ExpressionAttributeValues: { ':at': { S: revokedAt } },
      });
      try {
        await dynamodb.send(command);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}

function entriesOf(items: readonly Record<string, AttributeValue>[]): UserEntries {
  const identities: IdentityEntry[] = [];
  const devices: DeviceEntry[] = [];
  let mark: RevokedMark | undefined;
  for (const item of items) {
    const [, kind, name = ''] = /^(identity|device|revoked)#(.+)$/.exec(item.sk?.S ?? '') ?? [];
    const text = (member: string) => item[member]?.S;
    if (kind === 'identity') {
      identities.push({
        identityId: name,
        roleName: text('roleName'),
        firstPost: text('firstPost') ?? '',
        lastPost: text('lastPost') ?? '',
        detachedAt: text('detachedAt'),
      });
    }
    if (kind === 'device') devices.push({ device: name, state: text('state') as DeviceItem['state'] });
    if (kind === 'revoked') {
      const wasEnabled = item.wasEnabled?.BOOL ?? true;
      mark = { revokedAt: text('revokedAt') ?? '', reason: text('reason'), wasEnabled };
    }
  }
  return { identities, devices, mark };
}
