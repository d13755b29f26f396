import type { Problem } from '../settings-error.js';

/** What there is already. It is used as it is and never changed; whatever is not named here, the stack makes. */
export interface ExistingSignIn {
  readonly userPoolId?: string;
  /** App client of that user pool, without a secret. */
  readonly userPoolClientId?: string;
  /** An identity pool that takes tokens of that app client. It keeps its own role attachment. */
  readonly identityPoolId?: string;
  /** The role that the identity pool gives to signed-in users. The stack adds a policy to it. */
  readonly authenticatedRoleArn?: string;
  /** The role that the identity pool gives to guests; for `guests` only. */
  readonly unauthenticatedRoleArn?: string;
}

/** Parts that belong to a pool, so that they cannot be had where the pool is somebody else's. */
export interface PartsOfPools {
  readonly signIn: unknown;
  readonly identityProviders: unknown;
  readonly openIdConnectProviders: unknown;
  readonly developerProvider: unknown;
  readonly principalTags: unknown;
  readonly guests: unknown;
  readonly groups: unknown;
}

/** Every problem of what is named and of what is asked for besides. */
export function existingSignInProblems(existing: ExistingSignIn, parts: PartsOfPools): Problem[] {
  return [...missing(existing, parts), ...notOurs(existing, parts)];
}

function missing(existing: ExistingSignIn, parts: PartsOfPools): Problem[] {
  const needs = (field: keyof ExistingSignIn, others: readonly (keyof ExistingSignIn)[]): Problem[] =>
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
    ...guestRole,
  ].filter(({ where }, index, all) => all.findIndex((one) => one.where === where) === index);
}

function notOurs(existing: ExistingSignIn, parts: PartsOfPools): Problem[] {
  const refused = (owner: 'userPoolId' | 'identityPoolId', names: readonly (keyof PartsOfPools)[]): Problem[] =>
    existing[owner] === undefined
      ? []
      : names
          .filter((name) => parts[name])
          .map((name) => ({
            where: name,
            what: `cannot be used with existing.${owner}; set it up on that pool itself`,
          }));
  return [
    ...refused('userPoolId', ['signIn', 'identityProviders']),
    ...refused('identityPoolId', ['openIdConnectProviders', 'developerProvider', 'principalTags', 'groups']),
  ];
}
