import type { GroupAccess } from '../access/group-access.js';
import type { Problem } from '../settings-error.js';

/** The IDs and ARNs as somebody wrote them down, who may have left out what the others need. */
export interface ExistingIds {
  readonly userPoolId?: string | undefined;
  readonly userPoolClientId?: string | undefined;
  readonly identityPoolId?: string | undefined;
  readonly authenticatedRoleArn?: string | undefined;
  readonly unauthenticatedRoleArn?: string | undefined;
  readonly groupRoleArns?: Readonly<Record<string, string>> | undefined;
}

/** Parts that belong to a pool, so that they cannot be had where the pool is somebody else's. */
export interface PartsOfPools {
  readonly signIn: unknown;
  readonly identityProviders: unknown;
  readonly openIdConnectProviders: unknown;
  readonly loginProviders: unknown;
  readonly samlProviders: unknown;
  readonly developerProvider: unknown;
  readonly principalTags: unknown;
  readonly customAttributes: unknown;
  readonly mfa: unknown;
  readonly email: unknown;
  readonly lambdaTriggers?: unknown;
  readonly tokenValidity: unknown;
  readonly guests: unknown;
}

/** Every problem of what is named and of what is asked for besides. */
export function existingSignInProblems(existing: ExistingIds, parts: PartsOfPools): Problem[] {
  return [...missing(existing, parts), ...notOurs(existing, parts), ...sharedRoles(existing)];
}

/** Every problem of the groups: those of an existing identity pool are there, each with a role of its own. */
export function existingGroupProblems(existing: ExistingIds | undefined, groups: readonly GroupAccess[]): Problem[] {
  if (existing?.identityPoolId === undefined) return [];
  const known = existing.groupRoleArns ?? {};
  return groups.flatMap(({ name, precedence }, index) => {
    const allowed = `allowed: ${Object.keys(known).join(', ') || 'none'}; give its role in existing.groupRoleArns, or "groupRoles" of constructs`;
    const what = `given ${JSON.stringify(name)}, whose role is not known; ${allowed}`;
    const ofPool = 'cannot be used with existing.identityPoolId; set it on the group of that user pool';
    return [
      ...(Object.hasOwn(known, name) ? [] : [{ where: `groups[${index}].name`, what }]),
      ...(precedence === undefined ? [] : [{ where: `groups[${index}].precedence`, what: ofPool }]),
    ];
  });
}

function missing(existing: ExistingIds, parts: PartsOfPools): Problem[] {
  const needs = (field: keyof ExistingIds, others: readonly (keyof ExistingIds)[]): Problem[] =>
    existing[field] === undefined
      ? []
      : others
          .filter((other) => existing[other] === undefined)
          .map((other) => ({ where: `existing.${other}`, what: `is missing; ${field} cannot be used without it` }));
  const guestRole =
    parts.guests && existing.identityPoolId !== undefined && existing.unauthenticatedRoleArn === undefined
      ? [{ where: 'existing.unauthenticatedRoleArn', what: 'is missing; guests of an existing identity pool need it' }]
      : [];
  return [
    ...needs('userPoolClientId', ['userPoolId']),
    ...needs('identityPoolId', ['userPoolId', 'userPoolClientId', 'authenticatedRoleArn']),
    ...needs('authenticatedRoleArn', ['identityPoolId']),
    ...needs('unauthenticatedRoleArn', ['identityPoolId']),
    ...needs('groupRoleArns', ['identityPoolId']),
    ...guestRole,
  ].filter(({ where }, index, all) => all.findIndex((one) => one.where === where) === index);
}

function notOurs(existing: ExistingIds, parts: PartsOfPools): Problem[] {
  const refused = (
    owner: 'userPoolId' | 'userPoolClientId' | 'identityPoolId',
    names: readonly (keyof PartsOfPools)[],
  ): Problem[] =>
    existing[owner] === undefined
      ? []
      : names
          .filter((name) => parts[name])
          .map((name) => ({
            where: name,
            what: `cannot be used with existing.${owner}; set it up on that ${owner === 'userPoolClientId' ? 'app client' : 'pool'} itself`,
          }));
  return [
    ...refused('userPoolId', ['signIn', 'identityProviders', 'customAttributes', 'mfa', 'email', 'lambdaTriggers']),
    ...refused('userPoolClientId', ['tokenValidity']),
    ...refused('identityPoolId', [
      'openIdConnectProviders',
      'loginProviders',
      'samlProviders',
      'developerProvider',
      'principalTags',
    ]),
  ];
}

/** Whoever acts as a role may do all that is granted to it, as whatever else it is named here. */
function sharedRoles({ authenticatedRoleArn, unauthenticatedRoleArn, groupRoleArns = {} }: ExistingIds): Problem[] {
  const roles = [
    { where: 'existing.authenticatedRoleArn', arn: authenticatedRoleArn },
    { where: 'existing.unauthenticatedRoleArn', arn: unauthenticatedRoleArn },
    ...Object.entries(groupRoleArns).map(([name, arn]) => ({ where: `existing.groupRoleArns.${name}`, arn })),
  ].filter(({ arn }) => arn !== undefined);
  return roles.flatMap(({ where, arn }, index) => {
    const first = roles.find((other) => other.arn === arn);
    const what = `is the role of ${first?.where}, too, so that each would have the access of the other; give it one of its own`;
    return first === roles[index] ? [] : [{ where, what }];
  });
}
