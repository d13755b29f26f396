import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { adminFields, adminUser, onUserPool } from './admin-request.js';
import { checkWritable } from './attributes.js';
import type { OperationContext, UserPool } from './user-pool.js';
import { operation, shapes } from './user-pool-operation.js';
import type { UserRecord } from './user-pool-tables.js';

const names = z.array(shapes.attributeName);

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html */
export function deleteUserAttributes({ clock }: OperationContext): Operation {
  return operation({
    name: 'DeleteUserAttributes',
    access: 'token',
    fields: { AccessToken: shapes.token, UserAttributeNames: names },
    run({ UserAttributeNames }, { pool, client, user }) {
      checkWritable(client, UserAttributeNames);
      return without(pool, user, UserAttributeNames, clock.now());
    },
  });
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUserAttributes.html */
export function adminDeleteUserAttributes(context: OperationContext): Operation {
  return operation({
    name: 'AdminDeleteUserAttributes',
    access: onUserPool(context),
    fields: { ...adminFields, UserAttributeNames: names },
    run({ UserAttributeNames, ...request }) {
      const { pool, user } = adminUser(context, request);
      return without(pool, user, UserAttributeNames, context.clock.now());
    },
  });
}

/** AWS says in which cases it refuses, and not in which words. With an address goes that it was verified. */
function without({ users, settings }: UserPool, user: UserRecord, given: readonly string[], now: number): object {
  const kept = given.find(
    (name) =>
      name === 'sub' ||
      (name === 'email' && settings.usernameAttributes.includes('email')) ||
      settings.schema.some((attribute) => attribute.name === name && (attribute.required || !attribute.mutable)),
  );
  if (kept !== undefined) {
    throw new AwsError('InvalidParameterException', `user.${kept}: Attribute cannot be deleted.\n`);
  }
  const gone = [...given, ...(given.includes('email') ? ['email_verified'] : [])];
  const attributes = Object.fromEntries(Object.entries(user.attributes).filter(([name]) => !gone.includes(name)));
  users.update(user, { attributes, updatedAt: now });
  return {};
}
