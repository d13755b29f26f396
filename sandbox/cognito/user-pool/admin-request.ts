import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import type { ResourceOf } from '../../service/operation.js';
import type { OperationContext, UserPool } from './user-pool.js';
import { shapes } from './user-pool-operation.js';
import type { UserRecord } from './user-pool-tables.js';

/** What every operation of an operator on one user names. */
export const adminFields = { UserPoolId: z.string().regex(/^[\w-]+_[0-9a-zA-Z]+$/), Username: shapes.username };

/** Operators sign, and need the permission for the user pool. */
export function onUserPool({ userPoolArn }: Pick<OperationContext, 'userPoolArn'>): { readonly iam: ResourceOf } {
  return { iam: (member) => userPoolArn(member('UserPoolId')) };
}

/** The user that an operator speaks of; operators are told which users there are. */
export function adminUser(
  { userPool }: OperationContext,
  { UserPoolId, Username }: { readonly UserPoolId: string; readonly Username: string },
): { pool: UserPool; user: UserRecord } {
  const pool = userPool(UserPoolId);
  const user = pool.users.find(Username);
  if (user === undefined) throw new AwsError('UserNotFoundException', 'User does not exist.');
  return { pool, user };
}
