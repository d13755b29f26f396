import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type DirectoryUser, lockKey, userKey } from '../contract/directory-items.js';
import { GrantError } from './grant-error.js';

/** The right to change one user's policies, for a while. */
export interface Lease {
  /** Whatever is sent with it is not sent, or given up, once the lease has ended. */
  readonly signal: AbortSignal;
}

export interface UserLockOptions {
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  /** Milliseconds that a lease lasts: what a crash costs those who come after it. @default 20000 */
  readonly leaseTime?: number;
  /** Milliseconds to wait for others. @default 60000 */
  readonly patience?: number;
  readonly now?: () => number;
}

/** Runs `change` while nobody else changes this user's policies. */
export type WithUserLock = <T>(user: DirectoryUser, change: (lease: Lease) => Promise<T>) => Promise<T>;

/** Kept back of a lease, since clocks differ, and what was sent at its end takes a while to arrive. */
const MARGIN = 0.4;

/**
 * One after the other for each user: IoT policies have no conditional writes, so of two that render at once, the later
 * write could hold the older truth. The lock is an item with an end; whoever crashes leaves it to its end, and nobody
 * sends anything under a lease that is close to its own.
 */
export function createUserLock(options: UserLockOptions): WithUserLock {
  const { dynamodb, tableName, leaseTime = 20_000, patience = 60_000, now = Date.now } = options;
  const keyOf = (user: DirectoryUser) => ({ pk: { S: userKey(user) }, sk: { S: lockKey(user) } });

  /** Whether it is ours now. */
  async function take(user: DirectoryUser, owner: string): Promise<boolean> {
    const time = now();
    const command = new PutItemCommand({
      TableName: tableName,
      Item: { ...keyOf(user), owner: { S: owner }, ends: { N: String(time + leaseTime) } },
      ConditionExpression: 'attribute_not_exists(pk) OR ends < :now',
      ExpressionAttributeValues: { ':now': { N: String(time) } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return dynamodb.send(command).then(
      () => true,
      (error: unknown) => {
        // Sent again because its answer was lost, it finds its own lock.
        if (error instanceof ConditionalCheckFailedException) return error.Item?.owner?.S === owner;
        throw error;
      },
    );
  }

  async function release(user: DirectoryUser, owner: string): Promise<void> {
    const command = new DeleteItemCommand({
      TableName: tableName,
      Key: keyOf(user),
      ConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': { S: owner } },
    });
    // Whatever it was, the lock ends by itself; what was done under it is done.
    await dynamodb.send(command).catch(() => undefined);
  }

  return async (user, change) => {
    const owner = randomUUID();
    const until = now() + patience;
    let began = now();
    for (let pause = 20; !(await take(user, owner)); pause = Math.min(pause * 2, 500)) {
      if (now() >= until)
        throw new GrantError(
          'Busy',
          `others have been changing the devices of ${user.sub} for ${patience / 1000} s; try again`,
        );
      await wait(pause * (0.5 + Math.random()));
      began = now();
    }
    const ending = new AbortController();
    const end = began + leaseTime * (1 - MARGIN);
    const timer = setTimeout(() => ending.abort(), end - now());
    const lease = {
      get signal() {
        // A process that stood still has not heard its timer yet.
        if (now() >= end) ending.abort();
        return ending.signal;
      },
    };
    try {
      return await change(lease);
    } catch (error) {
      if (!ending.signal.aborted) throw error;
      throw new GrantError('TooSlow', `AWS took too long to change the devices of ${user.sub}; try again`, error);
    } finally {
      clearTimeout(timer);
      // A change that was cut off may still have a request under way: the lock is kept to its end.
      if (!ending.signal.aborted) await release(user, owner);
    }
  };
}
