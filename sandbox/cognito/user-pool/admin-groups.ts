import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import type { GroupSettings } from '../resources/group-resources.js';
import { adminFields, adminUser, onUserPool } from './admin-request.js';
import type { OperationContext, UserPool } from './user-pool.js';
import { operation } from './user-pool-operation.js';

const fields = { ...adminFields, GroupName: z.string().min(1).max(128) };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminAddUserToGroup.html */
export function adminAddUserToGroup(context: OperationContext): Operation {
  return operation({
    name: 'AdminAddUserToGroup',
    access: onUserPool(context),
    fields,
    run(request) {
      const { pool, user } = adminUser(context, request);
      const { groupName } = groupOf(pool, request.GroupName);
      pool.users.update(user, { groups: [...new Set([...(user.groups ?? []), groupName])] });
      return {};
    },
  });
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRemoveUserFromGroup.html */
export function adminRemoveUserFromGroup(context: OperationContext): Operation {
  return operation({
    name: 'AdminRemoveUserFromGroup',
    access: onUserPool(context),
    fields,
    run(request) {
      const { pool, user } = adminUser(context, request);
      const { groupName } = groupOf(pool, request.GroupName);
      pool.users.update(user, { groups: (user.groups ?? []).filter((name) => name !== groupName) });
      return {};
    },
  });
}

const listFields = { ...adminFields, Limit: z.number().int().min(0).max(60).optional() };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListGroupsForUser.html */
export function adminListGroupsForUser(context: OperationContext): Operation {
  return operation({
    name: 'AdminListGroupsForUser',
    access: onUserPool(context),
    fields: listFields,
    run(request) {
      const { pool, user } = adminUser(context, request);
      const groups = pool.groups.filter(({ groupName }) => user.groups?.includes(groupName));
      return { Groups: groups.map(groupView) };
    },
  });
}

/** @throws AwsError ResourceNotFoundException */
export function groupOf({ groups }: UserPool, name: string): GroupSettings {
  const group = groups.find(({ groupName }) => groupName === name);
  if (group === undefined) throw new AwsError('ResourceNotFoundException', 'Group not found.');
  return group;
}

/** A group in lists. */
export function groupView({ userPoolId, groupName, roleArn, precedence }: GroupSettings): object {
  return { GroupName: groupName, UserPoolId: userPoolId, RoleArn: roleArn, Precedence: precedence };
}
