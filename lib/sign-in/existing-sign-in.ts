import type { Problem } from '../settings-error.js';

/** An identity pool that takes tokens of the app client, and what it gives. It keeps its own role attachment. */
export interface ExistingIdentityPool {
  readonly userPoolId: string;
  /** App client of that user pool, without a secret. */
  readonly userPoolClientId: string;
  readonly identityPoolId: string;
  /** The role that the identity pool gives to signed-in users. The stack adds a policy to it. */
  readonly authenticatedRoleArn: string;
  /** The role that the identity pool gives to guests; for `guests` only. @default none */
  readonly unauthenticatedRoleArn?: string;
}

/** What there is already. It is used as it is and never changed; whatever is not named here, the stack makes. */
export class ExistingSignIn {
  /** A user pool: it gets an app client and an identity pool. */
  static fromUserPoolId(userPoolId: string): ExistingSignIn {
    return new ExistingSignIn({ userPoolId });
  }

  /** A user pool and one of its app clients, without a secret: they get an identity pool. */
  static fromUserPoolClientId(userPoolId: string, userPoolClientId: string): ExistingSignIn {
    return new ExistingSignIn({ userPoolId, userPoolClientId });
  }

  /** All of it. */
  static fromIdentityPool(pool: ExistingIdentityPool): ExistingSignIn {
    return new ExistingSignIn(pool);
  }

  readonly userPoolId: string;
  readonly userPoolClientId?: string;
  /** Has `authenticatedRoleArn` beside it. */
  readonly identityPoolId?: string;
  readonly authenticatedRoleArn?: string;
  readonly unauthenticatedRoleArn?: string;

  private constructor(given: ExistingIds & { readonly userPoolId: string }) {
    this.userPoolId = given.userPoolId;
    if (given.userPoolClientId !== undefined) this.userPoolClientId = given.userPoolClientId;
    if (given.identityPoolId !== undefined) this.identityPoolId = given.identityPoolId;
    if (given.authenticatedRoleArn !== undefined) this.authenticatedRoleArn = given.authenticatedRoleArn;
    if (given.unauthenticatedRoleArn !== undefined) this.unauthenticatedRoleArn = given.unauthenticatedRoleArn;
  }
}

/** The IDs and ARNs as somebody wrote them down, who may have left out what the others need. */
export interface ExistingIds {
  readonly userPoolId?: string | undefined;
  readonly userPoolClientId?: string | undefined;
  readonly identityPoolId?: string | undefined;
  readonly authenticatedRoleArn?: string | undefined;
  readonly unauthenticatedRoleArn?: string | undefined;
}

/** Parts that belong to a pool, so that they cannot be had where the pool is somebody else's. */
export interface PartsOfPools {
  readonly signIn: unknown;
  readonly identityProviders: unknown;
  readonly openIdConnectProviders: unknown;
  readonly developerProvider: unknown;
  readonly principalTags: unknown;
  readonly mfa: unknown;
  readonly guests: unknown;
  readonly groups: unknown;
}

/** Every problem of what is named and of what is asked for besides. */
export function existingSignInProblems(existing: ExistingIds, parts: PartsOfPools): Problem[] {
  return [...missing(existing, parts), ...notOurs(existing, parts)];
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
    ...guestRole,
  ].filter(({ where }, index, all) => all.findIndex((one) => one.where === where) === index);
}

function notOurs(existing: ExistingIds, parts: PartsOfPools): Problem[] {
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
    ...refused('userPoolId', ['signIn', 'identityProviders', 'mfa']),
    ...refused('identityPoolId', ['openIdConnectProviders', 'developerProvider', 'principalTags', 'groups']),
  ];
}
