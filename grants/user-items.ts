import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import {
  type DeviceItem,
  type DirectoryUser,
  deviceKey,
  directoryIndex,
  userKey,
  userOfKey,
} from '../contract/directory-items.js';
import type { Lease } from './user-lock.js';

/** What the directory knows of a user, at one moment. */
export interface UserItems {
  /** Identities that have called and have not left since. */
  readonly identityIds: readonly string[];
  readonly devices: readonly GrantedDevice[];
}

/** Name and place of one granted device; the name may be `everyDevice`. */
export interface GrantedDevice extends Pick<DeviceItem, 'slot' | 'state' | 'changedAt'> {
  readonly device: string;
}

export interface UserItemsOptions {
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}

/** The directory's table, as far as grants go. */
export function createUserItems({ dynamodb, tableName }: UserItemsOptions) {
  const keyOf = (user: DirectoryUser, device: string) => ({
    pk: { S: userKey(user) },
    sk: { S: deviceKey(device) },
  });

  async function* items(query: Omit<QueryCommandInput, 'TableName'>) {
    let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
    do {
      const page = await dynamodb.send(new QueryCommand({ TableName: tableName, ...query, ExclusiveStartKey }));
      yield* page.Items ?? [];
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }

  return {
    /** Consistently: every write that was acknowledged before is seen. */
    async of(user: DirectoryUser): Promise<UserItems> {
      const identityIds: string[] = [];
      const devices: GrantedDevice[] = [];
      const query = {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: userKey(user) } },
        ConsistentRead: true,
      };
      for await (const { sk, slot, state, changedAt, detachedAt } of items(query)) {
        const [, kind, name = ''] = /^(identity|device)#(.+)$/.exec(sk?.S ?? '') ?? [];
        if (kind === 'identity' && detachedAt === undefined) identityIds.push(name);
        if (kind === 'device') {
          devices.push({
            device: name,
            slot: Number(slot?.N),
            state: state?.S as DeviceItem['state'],
            changedAt: changedAt?.S ?? '',
          });
        }
      }
      return { identityIds, devices };
    },

    /** Puts a device in the place of what was there. @throws ConditionalCheckFailedException where something else is */
    async replace(user: DirectoryUser, next: GrantedDevice, before: GrantedDevice | undefined, lease: Lease) {
      const { device, slot, state, changedAt } = next;
      const item = { slot: { N: String(slot) }, state: { S: state }, changedAt: { S: changedAt } };
      const put = { TableName: tableName, Item: { ...keyOf(user, device), ...item }, ...stillIs(before) };
      await unlessDone(
        () => dynamodb.send(new PutItemCommand(put), { abortSignal: lease.signal }),
        (found) => found?.state?.S === state && found.changedAt?.S === changedAt,
      );
    },

    /** @throws ConditionalCheckFailedException where something else is there by now */
    async delete(user: DirectoryUser, before: GrantedDevice, lease: Lease): Promise<void> {
      const item = { TableName: tableName, Key: keyOf(user, before.device), ...stillIs(before) };
      await unlessDone(
        () => dynamodb.send(new DeleteItemCommand(item), { abortSignal: lease.signal }),
        (found) => found === undefined,
      );
    },

    /** Every user who has a device, in whatever state, each once: reads the whole table. */
    async usersWithDevices(): Promise<DirectoryUser[]> {
      const keys = new Set<string>();
      let ExclusiveStartKey: ScanCommandInput['ExclusiveStartKey'];
      do {
        const scan = {
          TableName: tableName,
          ProjectionExpression: 'pk',
          FilterExpression: 'begins_with(sk, :device)',
          ExpressionAttributeValues: { ':device': { S: deviceKey('') } },
          ConsistentRead: true,
          ExclusiveStartKey,
        };
        const page = await dynamodb.send(new ScanCommand(scan));
        for (const { pk } of page.Items ?? []) keys.add(pk?.S ?? '');
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return [...keys].map(userOfKey);
    },

    /** From the index, which is eventually consistent: a grant of a moment ago may be missing. */
    async usersOf(device: string): Promise<DirectoryUser[]> {
      const users: DirectoryUser[] = [];
      const query = {
        IndexName: directoryIndex,
        KeyConditionExpression: 'sk = :sk',
        ExpressionAttributeValues: { ':sk': { S: deviceKey(device) } },
      };
      for await (const { pk } of items(query)) users.push(userOfKey(pk?.S ?? ''));
      return users;
    },
  };
}

export type UserItemsTable = ReturnType<typeof createUserItems>;

/** A write whose answer was lost is sent again, and finds what it has done itself. */
async function unlessDone(write: () => Promise<unknown>, isDone: (found: Item | undefined) => boolean): Promise<void> {
  try {
    await write();
  } catch (error) {
    const done = error instanceof ConditionalCheckFailedException && isDone(error.Item);
    if (!done) throw error;
  }
}

type Item = ConditionalCheckFailedException['Item'];

/** Holds even for somebody whose lease has ended without their noticing. */
function stillIs(before: GrantedDevice | undefined) {
  const asked = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
  if (before === undefined) return { ...asked, ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ...asked,
    ConditionExpression: '#state = :state AND changedAt = :changedAt',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':state': { S: before.state }, ':changedAt': { S: before.changedAt } },
  };
}
