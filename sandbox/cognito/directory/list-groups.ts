import { z } from 'zod';
import type { Operation } from '../../service/operation.js';
import { groupOf, groupView } from '../user-pool/admin-groups.js';
import { adminFields, onUserPool } from '../user-pool/admin-request.js';
import type { OperationContext } from '../user-pool/user-pool.js';
import { operation } from '../user-pool/user-pool-operation.js';
import { oldestFirst, userView } from './list-users.js';
import { pageOf } from './pages.js';

const listFields = {
  UserPoolId: adminFields.UserPoolId,
  Limit: z.number().int().min(0).max(60).optional(),
  NextToken: z.string().min(1).optional(),
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListGroups.html */
export function listGroups(context: OperationContext): Operation {
  return operation({
    name: 'ListGroups',
    access: onUserPool(context),
    fields: listFields,
    run({ UserPoolId, Limit: limit, NextToken: token }) {
      const { groups } = context.userPool(UserPoolId);
      const { items, next } = pageOf(groups, ({ groupName }) => groupName, { limit, token });
      return { Groups: items.map(groupView), ...(next === undefined ? {} : { NextToken: next }) };
    },
  });
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsersInGroup.html */
export function listUsersInGroup(context: OperationContext): Operation {
  return operation({
    name: 'ListUsersInGroup',
    access: onUserPool(context),
    fields: { ...listFields, GroupName: z.string().min(1).max(128) },
    run({ UserPoolId, GroupName, Limit: limit, NextToken: token }) {
      const pool = context.userPool(UserPoolId);
      const { groupName } = groupOf(pool, GroupName);
      const members = pool.users.all().filter(({ groups }) => groups?.includes(groupName));
      const { items, next } = pageOf(members, oldestFirst, { limit, token });
      return { Users: items.map((user) => userView(user)), ...(next === undefined ? {} : { NextToken: next }) };
    },
  });
}
