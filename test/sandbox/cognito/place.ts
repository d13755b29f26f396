import { AwsError } from '../../../sandbox/base/errors.js';
import {
  emptyIdentityPoolState,
  type IdentityPoolState,
} from '../../../sandbox/cognito/identity-pool/identity-pool-tables.js';
import { createIdentityPools, type IdentityPools } from '../../../sandbox/cognito/identity-pool/identity-pools.js';
import type { WebIdentityRequest } from '../../../sandbox/cognito/identity-pool/operation-context.js';
import { callsOf } from './calls-of.js';
import { addConfirmed, clientId, newWorld, providerName, type World } from './people.js';

export const identityPoolId = 'eu-west-1:11111111-2222-3333-4444-555555555555';
export const roles = {
  authenticated: 'arn:aws:iam::111122223333:role/App',
  unauthenticated: 'arn:aws:iam::111122223333:role/Guest',
};

export interface Place extends World {
  readonly identityPools: IdentityPools;
  /** What STS was asked. */
  readonly assumed: WebIdentityRequest[];
  readonly getId: (IdToken?: string) => Promise<string>;
  readonly credentials: (IdentityId: string, IdToken?: string) => Promise<Record<string, unknown>>;
}

interface PlaceOptions {
  readonly guests?: boolean;
  readonly serverSideTokenCheck?: boolean;
  readonly roles?: object;
  readonly trusts?: boolean;
  readonly state?: IdentityPoolState;
}

/** A user pool with Ada, and an identity pool that takes its first client's users. */
export async function newPlace(options: PlaceOptions = {}): Promise<Place> {
  const world = newWorld();
  await addConfirmed(world);
  const assumed: WebIdentityRequest[] = [];
  const provider = { providerName, clientId, serverSideTokenCheck: options.serverSideTokenCheck ?? true };
  const identityPools = createIdentityPools({
    region: 'eu-west-1',
    accountId: '111122223333',
    pools: [
      {
        identityPoolId,
        settings: { allowUnauthenticatedIdentities: options.guests ?? false, cognitoIdentityProviders: [provider] },
      },
    ],
    roleAttachments: [{ identityPoolId, roles: options.roles ?? roles }],
    state: options.state ?? emptyIdentityPoolState(),
    clock: world.clock,
    verifyUserPoolToken: world.pools.verifyIdToken,
    assumeRoleWithWebIdentity: (request) => {
      if (options.trusts === false) throw new AwsError('AccessDenied', 'Not authorized', 403);
      assumed.push(request);
      const expiration = world.clock.now() + 3_600_999;
      return { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session', expiration };
    },
  });
  const logins = (IdToken?: string) => (IdToken === undefined ? {} : { Logins: { [providerName]: IdToken } });
  const call = async (name: string, input: object) =>
    (await callsOf(identityPools.api)[name]?.(input)) as Record<string, unknown>;
  return {
    ...world,
    identityPools,
    assumed,
    getId: async (token) =>
      (await call('GetId', { IdentityPoolId: identityPoolId, ...logins(token) })).IdentityId as string,
    credentials: (IdentityId, token) => call('GetCredentialsForIdentity', { IdentityId, ...logins(token) }),
  };
}
