import { createHash, randomUUID } from 'node:crypto';
import { compactVerify, decodeJwt, type JWTPayload } from 'jose';
import type { Clock } from '../../base/clock.js';
import { USER_ADMIN } from '../resources/cognito-properties.js';
import type { UserPoolClientSettings } from '../resources/cognito-resources.js';
import type { GroupSettings } from '../resources/group-resources.js';
import type { ClientMetadata } from '../triggers/event-request.js';
import { preTokenGeneration, type TokenSource } from '../triggers/pre-token-generation.js';
import type { Triggers } from '../triggers/triggers.js';
import { isInScope, isReadable } from './attributes.js';
import { groupClaims } from './group-claims.js';
import { signJwt } from './sign-jwt.js';
import type { SigningKey } from './signing-key.js';
import type { ExternalIdentity, SessionRecord, UserRecord } from './user-pool-tables.js';

export interface TokensOptions {
  readonly issuer: string;
  readonly clock: Clock;
  readonly signingKey: () => Promise<SigningKey>;
  readonly groups: readonly GroupSettings[];
  readonly triggers: Triggers;
}

export interface TokenRequest {
  readonly user: UserRecord;
  readonly session: SessionRecord;
  readonly client: UserPoolClientSettings;
  /** On what occasion. */
  readonly source: TokenSource;
  readonly clientMetadata: ClientMetadata;
  /** What the app gave at the hosted sign-in, for the first ID token alone. */
  readonly nonce?: string | undefined;
}

export interface IssuedTokens {
  readonly AccessToken: string;
  /** Left out for a hosted sign-in without the scope `openid`. */
  readonly IdToken?: string;
  /** Seconds. */
  readonly ExpiresIn: number;
  readonly TokenType: 'Bearer';
}

export type Tokens = ReturnType<typeof createTokens>;

/**
 * ID and access tokens of one pool, with the claims that AWS puts in.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 */
export function createTokens({ issuer, clock, signingKey, groups, triggers }: TokensOptions) {
  const sign = async (claims: JWTPayload): Promise<string> => signJwt(claims, await signingKey());

  return {
    /** @throws AwsError of the pre-token-generation trigger */
    async issue({ user, session, client, source, clientMetadata, nonce }: TokenRequest): Promise<IssuedTokens> {
      const { clientId } = session;
      const scopes = session.scopes ?? [USER_ADMIN];
      const event = { source, user, clientId, groups: groupClaims(groups, user), scopes, clientMetadata };
      const changes = await preTokenGeneration(triggers, event);
      const now = clock.now();
      const common = { ...commonClaims(issuer, session, client), sub: user.sub, iat: seconds(now) };
      const { 'cognito:groups': memberOf, ...roles } = changes.groups;
      const ofGroups = memberOf === undefined ? {} : { 'cognito:groups': memberOf };
      const accessClaims = {
        ...common,
        ...ofGroups,
        client_id: clientId,
        token_use: 'access',
        scope: scopes.join(' '),
        exp: seconds(now + client.accessTokenValidity),
        jti: randomUUID(),
        username: user.userName,
      };
      const AccessToken = await sign(changes.accessClaims(accessClaims));
      const answer = { AccessToken, ExpiresIn: client.accessTokenValidity / 1000, TokenType: 'Bearer' } as const;
      if (session.scopes?.includes('openid') === false) return answer;
      const idClaims = {
        ...common,
        ...userClaims(user, client, session.scopes),
        ...ofGroups,
        ...roles,
        ...(session.scopes === undefined ? {} : { at_hash: halfHash(AccessToken) }),
        ...(nonce === undefined ? {} : { nonce }),
        'cognito:username': user.userName,
        aud: clientId,
        token_use: 'id',
        exp: seconds(now + client.idTokenValidity),
        jti: randomUUID(),
      };
      return { ...answer, IdToken: await sign(changes.idClaims(idClaims)) };
    },

    /** Whether this pool signed the token. Says nothing of what is in it. */
    async isSignedHere(token: string): Promise<boolean> {
      const { publicKey } = await signingKey();
      const verified = compactVerify(token, publicKey, { algorithms: ['RS256'] });
      return verified.then(
        () => true,
        () => false,
      );
    },
  };
}

/** The claims of a token that is not verified yet; undefined if it is none. */
export function unverifiedClaims(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}

export const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

function commonClaims(iss: string, session: SessionRecord, client: UserPoolClientSettings): JWTPayload {
  const origin = client.enableTokenRevocation ? { origin_jti: session.originJti } : {};
  return { iss, ...origin, event_id: session.id, auth_time: seconds(session.authTime) };
}

function userClaims(
  user: UserRecord,
  client: UserPoolClientSettings,
  scopes: readonly string[] | undefined,
): JWTPayload {
  const shown = Object.entries(user.attributes).filter(([name]) => isReadable(client, name) && isInScope(scopes, name));
  const claims = shown.map(([name, value]) => [name, name === 'email_verified' ? value === 'true' : value]);
  return { ...Object.fromEntries(claims), ...identitiesClaim(user) };
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html */
function identitiesClaim({ externalIdentity, linkedIdentities = [] }: UserRecord): JWTPayload {
  const view = ({ userId, providerName, providerType, dateCreated }: ExternalIdentity, primary: 'true' | 'false') => {
    return { userId, providerName, providerType, issuer: null, primary, dateCreated: `${dateCreated}` };
  };
  const identities = [
    ...(externalIdentity === undefined ? [] : [view(externalIdentity, 'true')]),
    ...linkedIdentities.map((identity) => view(identity, 'false')),
  ];
  return identities.length === 0 ? {} : { identities };
}

/** `at_hash`: https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken */
function halfHash(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
}
