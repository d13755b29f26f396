import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import {
  type DeviceItem,
  type DirectoryUser,
  deviceKey,
  identityKey,
  revokedKey,
  userKey,
} from '../../../contract/directory-items.js';
import type { Call } from '../call-iot.js';
import { directoryUnavailable, isConditionFailure } from './directory-errors.js';

/** An identity of a user, as the platform says. */
export interface RecordedIdentity {
  readonly user: DirectoryUser;
  readonly identityId: string;
  /** Undefined where the platform does not say. */
  readonly roleName: string | undefined;
}

export interface UserDevice extends Pick<DeviceItem, 'slot' | 'state'> {
  /** Its name, or `everyDevice`. */
  readonly device: string;
}

/** What is written of a user, and decides what the user gets. */
export interface Standing {
  /** Whether an operator has taken the user's access away. */
  readonly isRevoked: boolean;
  /** Every device, whatever its state. */
  readonly devices: readonly UserDevice[];
}

type DirectoryCall = Pick<Call, 'signal'>;

/** Who is who, and who may reach which device. Whatever fails is thrown as DirectoryUnavailable. */
export interface Directory {
  /** After it, whoever looks into the directory finds the identity: so nobody is attached whom it does not know. Tells
   * whether it was there before, without a DELETE since. */
  recordPost(identity: RecordedIdentity, call: DirectoryCall): Promise<boolean>;
  /** After it, nobody who grants attaches anything to the identity. One that was never recorded is no failure. */
  recordDelete(identity: Pick<RecordedIdentity, 'user' | 'identityId'>, call: DirectoryCall): Promise<void>;
  /** As all that was written before says. */
  standingOf(user: DirectoryUser, call: DirectoryCall): Promise<Standing>;
}

export interface DirectoryProps {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly identityPoolId: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export function createDirectory({ client, tableName, identityPoolId, now }: DirectoryProps): Directory {
  /** Undefined if the item is not as the condition says. */
  const ask = async <T>(send: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await send();
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw directoryUnavailable(error, tableName);
    }
  };

  type Update = Omit<UpdateItemCommandInput, 'TableName' | 'Key'>;
  /** The item as it was before, which has nothing where there was none; undefined if it is not as the condition says. */
  const update = async (
    { user, identityId }: Pick<RecordedIdentity, 'user' | 'identityId'>,
    what: Update,
    { signal }: DirectoryCall,
  ): Promise<Item | undefined> => {
    const Key = { pk: { S: userKey(user) }, sk: { S: identityKey(identityId) } };
    const command = new UpdateItemCommand({ TableName: tableName, Key, ReturnValues: 'ALL_OLD', ...what });
    const answer = await ask(() => client.send(command, { abortSignal: signal }));
    return answer && (answer.Attributes ?? {});
  };
  const time = () => ({ S: new Date(now()).toISOString() });

  return {
    /**
     * The condition fails if a later POST has recorded the identity: clocks differ, and requests overtake each other.
     * Then it is known, and its times stay, but a DELETE may have marked it since, by yet another clock: this POST is
     * about to attach, so the mark has to go all the same, or the user's next device would not reach the identity.
     *
     * A POST and a DELETE that are under way together have no order: either may be the last to reach AWS IoT, as
     * without a directory, and either the last to reach this item. If the mark stays on an identity that is attached,
     * it gets no policy that is new to it until its next POST, while each that it has follows the grants; if the mark
     * is gone from one that is detached, it may be given a policy of the user's own, which does not let it connect.
     * Neither gives what was not granted, and the next call to come alone puts it right.
     */
    async recordPost(identity, call) {
      const { roleName } = identity;
      const recorded = await update(
        identity,
        {
          UpdateExpression:
            `SET identityPoolId = :pool, ${roleName === undefined ? '' : 'roleName = :role, '}lastPost = :now, ` +
            `firstPost = if_not_exists(firstPost, :now) REMOVE detachedAt${roleName === undefined ? ', roleName' : ''}`,
          ConditionExpression: 'attribute_not_exists(lastPost) OR lastPost <= :now',
          ExpressionAttributeValues: {
            ':pool': { S: identityPoolId },
            ':now': time(),
            ...(roleName !== undefined && { ':role': { S: roleName } }),
          },
        },
        call,
      );
      if (recorded) return isAttached(recorded);
      const unmark = { UpdateExpression: 'REMOVE detachedAt', ConditionExpression: 'attribute_exists(lastPost)' };
      const known = await update(identity, unmark, call);
      if (!known) throw directoryUnavailable(new Error('The item was deleted meanwhile.'), tableName);
      return isAttached(known);
    },

    async recordDelete(identity, call) {
      const mark = {
        UpdateExpression: 'SET detachedAt = :now',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':now': time() },
      };
      await update(identity, mark, call);
    },

    /** One query: the mark of a revoked user comes last of what stands behind the devices, a few identities and a lock. */
    async standingOf(user, { signal }) {
      const devices: UserDevice[] = [];
      let isRevoked = false;
      let ExclusiveStartKey: Item | undefined;
      do {
        const query = new QueryCommand({
          TableName: tableName,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :devices AND :revoked',
          ExpressionAttributeValues: {
            ':pk': { S: userKey(user) },
            ':devices': { S: deviceKey('') },
            ':revoked': { S: revokedKey(user) },
          },
          ExclusiveStartKey,
        });
        const page = await ask(() => client.send(query, { abortSignal: signal }));
        const items = page?.Items ?? [];
        isRevoked ||= items.some(({ sk }) => sk?.S === revokedKey(user));
        devices.push(...items.filter(({ sk }) => sk?.S?.startsWith(deviceKey(''))).map(userDevice));
        ExclusiveStartKey = page?.LastEvaluatedKey;
      } while (ExclusiveStartKey && !signal.aborted);
      // A list that was cut off may lack the mark.
      if (ExclusiveStartKey) throw directoryUnavailable(signal.reason, tableName);
      return { isRevoked, devices };
    },
  };
}

type Item = Record<string, AttributeValue>;

/** Whether it says that an identity has been there, and has not left. */
function isAttached({ lastPost, detachedAt }: Item): boolean {
  return lastPost !== undefined && detachedAt === undefined;
}

function userDevice({ sk, slot, state }: Item): UserDevice {
  return {
    device: sk?.S?.slice(deviceKey('').length) ?? '',
    slot: Number(slot?.N),
    state: state?.S as UserDevice['state'],
  };
}
