import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { adminFields, onUserPool } from '../user-pool/admin-request.js';
import { isAttribute } from '../user-pool/attributes.js';
import type { OperationContext } from '../user-pool/user-pool.js';
import { operation } from '../user-pool/user-pool-operation.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';
import { pageOf } from './pages.js';
import { parseUserFilter } from './user-filter.js';

const fields = {
  UserPoolId: adminFields.UserPoolId,
  AttributesToGet: z.array(z.string().min(1).max(32)).optional(),
  Filter: z.string().max(256).optional(),
  Limit: z.number().int().min(0).max(60).optional(),
  PaginationToken: z.string().min(1).optional(),
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html */
export function listUsers(context: OperationContext): Operation {
  return operation({
    name: 'ListUsers',
    access: onUserPool(context),
    fields,
    run({ UserPoolId, AttributesToGet, Filter, Limit, PaginationToken }) {
      const { users, settings } = context.userPool(UserPoolId);
      if (AttributesToGet?.some((name) => !isAttribute(settings, name))) {
        throw new AwsError('InvalidParameterException', 'One or more requested attributes do not exist.');
      }
      const matches = Filter?.trim() ? parseUserFilter(Filter) : () => true;
      const found = users.all().filter(matches);
      const { items, next } = pageOf(found, oldestFirst, { limit: Limit, token: PaginationToken });
      return {
        Users: items.map((user) => userView(user, AttributesToGet)),
        ...(next === undefined ? {} : { PaginationToken: next }),
      };
    },
  });
}

/** A user in lists; times are seconds since 1970. */
export function userView(user: UserRecord, attributesToGet?: readonly string[]): object {
  const { sub, userName, attributes, enabled, status, createdAt, updatedAt } = user;
  const shown = Object.entries({ ...attributes, sub }).filter(([name]) => attributesToGet?.includes(name) ?? true);
  return {
    Username: userName,
    Attributes: shown.map(([Name, Value]) => ({ Name, Value })),
    UserCreateDate: createdAt / 1000,
    UserLastModifiedDate: updatedAt / 1000,
    Enabled: enabled,
    UserStatus: status,
  };
}

export const oldestFirst = ({ createdAt, sub }: UserRecord) => `${String(createdAt).padStart(16, '0')}:${sub}`;
