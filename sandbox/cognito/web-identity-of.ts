import { randomUUID } from 'node:crypto';
import type { Who } from '../../contract/console-actions.js';
import type { Clock } from '../base/clock.js';
import { AwsError, UnsupportedError } from '../base/errors.js';
import type { ConsolePeers } from '../service/console-peers.js';
import { webIdentityRequest } from './identity-pool/get-credentials-for-identity.js';
import { checkGuestsAllowed } from './identity-pool/guests.js';
import { refused, type VerifiedLogin } from './identity-pool/logins.js';
import type { IdentityPool, OperationContext as IdentityPools } from './identity-pool/operation-context.js';
import { principalTags } from './identity-pool/principal-tags.js';
import { roleOfIdentity } from './identity-pool/role-of-identity.js';
import { checkMaySignIn } from './sign-in/sign-in.js';
import { unverifiedClaims } from './user-pool/tokens.js';
import type { UserPool, OperationContext as UserPools } from './user-pool/user-pool.js';
import type { UserRecord } from './user-pool/user-pool-tables.js';

export interface WebIdentityOfOptions {
  readonly users: UserPools;
  readonly identityPools: IdentityPools;
  readonly clock: Clock;
}

/**
 * Signs somebody in without a password, for the operator: the user's ID token is made as a sign-in makes it, by the
 * trigger too, and the identity pool chooses the role and the tags by it as ever. Nobody is given a session.
 */
export function createWebIdentityOf({
  users,
  identityPools,
  clock,
}: WebIdentityOfOptions): ConsolePeers['webIdentityOf'] {
  const asGuest = (pool: IdentityPool, identityId: string) => {
    checkGuestsAllowed(pool);
    return webIdentityRequest(pool, {
      identityId,
      kind: 'unauthenticated',
      amr: [],
      roleArn: pool.roles.unauthenticated,
    });
  };
  const asUser = (pool: IdentityPool, identityId: string, logins: readonly VerifiedLogin[]) =>
    webIdentityRequest(pool, {
      identityId,
      kind: 'authenticated',
      amr: logins.flatMap(({ providerName, amr }) => [providerName, amr]),
      roleArn: roleOfIdentity(pool, logins, undefined),
      tags: principalTags(pool, logins),
    });

  const loginOf = async (pool: IdentityPool, userPool: UserPool, user: UserRecord): Promise<VerifiedLogin> => {
    const providerName = userPool.issuer.replace('https://', '');
    const provider = pool.settings.cognitoIdentityProviders.find((one) => one.providerName === providerName);
    if (provider === undefined) throw refused('Token is not from a supported provider of this identity pool.');
    checkMaySignIn(user);
    if (user.status === 'FORCE_CHANGE_PASSWORD') throw refused('The user has to choose a password first.');
    const { clientId } = provider;
    const { client } = users.appClient(clientId);
    const session = unkeptSession(userPool.userPoolId, clientId, user.sub, clock.now());
    const source = 'TokenGeneration_Authentication' as const;
    const { IdToken = '' } = await userPool.tokens.issue({ user, session, client, source, clientMetadata: undefined });
    const amr = `${providerName}:CognitoSignIn:${user.sub}`;
    const mappingNames = [providerName, `${providerName}:${clientId}`];
    return { providerName, sub: user.sub, amr, claims: unverifiedClaims(IdToken) ?? {}, mappingNames };
  };

  const userOf = (providerName: string, sub: string) => {
    for (const userPool of users.userPools()) {
      const user = userPool.issuer === `https://${providerName}` ? userPool.users.bySub(sub) : undefined;
      if (user !== undefined) return { userPool, user };
    }
    throw new UnsupportedError(`a sign-in at ${providerName} in somebody's place`);
  };

  const ofIdentity = async (identityId: string) => {
    const identity = identityPools.identities.accessible(identityId);
    const pool = identityPools.pool(identity.identityPoolId);
    const logins = Object.entries(identity.logins);
    if (logins.length === 0) return asGuest(pool, identityId);
    const verified = logins.map(([providerName, sub]) => {
      const { userPool, user } = userOf(providerName, sub);
      return loginOf(pool, userPool, user);
    });
    return asUser(pool, identityId, await Promise.all(verified));
  };

  const ofUser = async ({ userPoolId, userName, identityPoolId }: UserOfWho, isReal: boolean) => {
    const userPool = users.userPool(userPoolId);
    const user = userPool.users.find(userName);
    if (user === undefined) throw new AwsError('UserNotFoundException', 'User does not exist.');
    const pool = identityPoolId === undefined ? poolFor(identityPools, userPool) : identityPools.pool(identityPoolId);
    const login = await loginOf(pool, userPool, user);
    const { identities } = identityPools;
    const known =
      identities.ofLogin(pool.identityPoolId, login) ?? (isReal && identities.ofLogins(pool.identityPoolId, [login]));
    return asUser(pool, known ? known.identityId : newId(pool), [login]);
  };

  return async (who, { isReal }) => {
    if ('user' in who) return ofUser(who.user, isReal);
    if ('identityId' in who) return ofIdentity(who.identityId);
    const pool = identityPools.pool(who.guestOf);
    checkGuestsAllowed(pool);
    return asGuest(pool, isReal ? identityPools.identities.addGuest(who.guestOf).identityId : newId(pool));
  };
}

type UserOfWho = Extract<Who, { readonly user: unknown }>['user'];

/** An ID that nobody has: of somebody who has not been here. */
function newId({ identityPoolId }: IdentityPool): string {
  return `${identityPoolId.split(':')[0]}:${randomUUID()}`;
}

function poolFor(identityPools: IdentityPools, { issuer }: UserPool): IdentityPool {
  const providerName = issuer.replace('https://', '');
  const pool = identityPools
    .pools()
    .find(({ settings }) => settings.cognitoIdentityProviders.some((one) => one.providerName === providerName));
  if (pool === undefined) throw refused('No identity pool takes users of this user pool.');
  return pool;
}

function unkeptSession(userPoolId: string, clientId: string, sub: string, authTime: number) {
  const ids = { id: randomUUID(), originJti: randomUUID() };
  return { ...ids, userPoolId, clientId, sub, authTime, refreshTokenHash: '', refreshExpiresAt: authTime };
}
