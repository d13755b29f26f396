import type { GroupSettings } from '../resources/group-resources.js';
import type { UserRecord } from './user-pool-tables.js';

/** What tokens say of the user's groups; the access token takes `cognito:groups` alone. */
export interface GroupClaims {
  readonly 'cognito:groups'?: readonly string[];
  readonly 'cognito:roles'?: readonly string[];
  readonly 'cognito:preferred_role'?: string;
}

/**
 * The group with the lowest precedence gives the preferred role; groups of one precedence with different roles give none.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
 */
export function groupClaims(groups: readonly GroupSettings[], user: UserRecord): GroupClaims {
  const memberOf = user.groups ?? [];
  if (memberOf.length === 0) return {};
  const withRole = groups.flatMap(({ groupName, roleArn, precedence = Number.POSITIVE_INFINITY }) =>
    memberOf.includes(groupName) && roleArn !== undefined ? [{ roleArn, precedence }] : [],
  );
  const roles = [...new Set(withRole.map(({ roleArn }) => roleArn))];
  const best = Math.min(...withRole.map(({ precedence }) => precedence));
  const preferred = new Set(withRole.filter(({ precedence }) => precedence === best).map(({ roleArn }) => roleArn));
  const [preferredRole] = preferred.size === 1 ? preferred : [];
  return {
    'cognito:groups': [...memberOf],
    ...(roles.length === 0 ? {} : { 'cognito:roles': roles }),
    ...(preferredRole === undefined ? {} : { 'cognito:preferred_role': preferredRole }),
  };
}
