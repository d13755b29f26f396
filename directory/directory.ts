import { type AttributeValue, DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import {
  type DirectoryUser,
  directoryIndex,
  type IdentityItem,
  identityKey,
  userKey,
  userOfKey,
} from '../contract/directory-items.js';

/** An identity of a user, as the attach-policy function has recorded it from the signed context. */
export interface KnownIdentity {
  readonly identityId: string;
  readonly identityPoolId: string;
  /** Name of the role that it acted as last; undefined where the platform did not say. */
  readonly roleName: string | undefined;
  readonly firstPost: Date;
  readonly lastPost: Date;
  /** Since when it has no policy, by its own DELETE; undefined: it has one. */
  readonly detachedAt: Date | undefined;
}

/** Who is who: users of the user pool, and the Cognito identities that topics are made of. */
export interface Directory {
  /** Every identity with which a user has called, the latest first; none: the user has not been here yet. */
  identitiesOf(sub: string): Promise<KnownIdentity[]>;
  /** The user of an identity; of one that called within the last second, maybe none yet. */
  userOf(identityId: string): Promise<DirectoryUser | undefined>;
}

export interface DirectoryOptions {
  /** @default `tableName` of the variable `DIRECTORY`, which `access.grantDirectoryRead(fn)` sets */
  readonly tableName?: string;
  /** @default `userPoolId` of the variable `DIRECTORY` */
  readonly userPoolId?: string;
  /** @default a client of one's own, by the SDK's default settings */
  readonly dynamodb?: Pick<DynamoDBClient, 'send'>;
}

/** Reads the directory from a back end. @throws Error where neither options nor environment say which table it is */
export function createDirectory(options: DirectoryOptions = {}): Directory {
  const { tableName, userPoolId } = { ...readEnvironment(process.env.DIRECTORY), ...options };
  if (tableName === undefined || userPoolId === undefined) {
    const remedy = 'call access.grantDirectoryRead(fn) in the CDK app, or give tableName and userPoolId';
    throw new Error(`which table the directory is, is not known: the variable DIRECTORY is not set; ${remedy}`);
  }
  const dynamodb = options.dynamodb ?? new DynamoDBClient();

  async function query(input: Omit<QueryCommandInput, 'TableName'>): Promise<Record<string, AttributeValue>[]> {
    const found: Record<string, AttributeValue>[] = [];
    let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
    do {
      const page = await dynamodb.send(new QueryCommand({ TableName: tableName, ...input, ExclusiveStartKey }));
      found.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return found;
  }

  return {
    async identitiesOf(sub) {
      const found = await query({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :identity)',
        ExpressionAttributeValues: { ':pk': { S: userKey({ userPoolId, sub }) }, ':identity': { S: identityKey('') } },
        ConsistentRead: true,
      });
      return found.map(identityOf).sort((a, b) => b.lastPost.getTime() - a.lastPost.getTime());
    },

    async userOf(identityId) {
      const [found] = await query({
        IndexName: directoryIndex,
        KeyConditionExpression: 'sk = :sk',
        ExpressionAttributeValues: { ':sk': { S: identityKey(identityId) } },
      });
      return found && userOfKey(found.pk?.S ?? '');
    },
  };
}

function identityOf(item: Record<string, AttributeValue>): KnownIdentity {
  const text = (name: keyof IdentityItem) => item[name]?.S;
  const left = text('detachedAt');
  return {
    identityId: (text('sk') ?? '').slice(identityKey('').length),
    identityPoolId: text('identityPoolId') ?? '',
    roleName: text('roleName'),
    firstPost: new Date(text('firstPost') ?? 0),
    lastPost: new Date(text('lastPost') ?? 0),
    detachedAt: left === undefined ? undefined : new Date(left),
  };
}

function readEnvironment(given: string | undefined): { tableName?: string; userPoolId?: string } {
  return given === undefined ? {} : (JSON.parse(given) as { tableName: string; userPoolId: string });
}
