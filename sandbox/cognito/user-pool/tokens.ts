import { randomUUID } from 'node:crypto';
import { compactVerify, decodeJwt, type JWTPayload, SignJWT } from 'jose';
import type { Clock } from '../../clock.js';
import type { UserPoolClientSettings } from '../../template/cognito-resources.js';
import { isReadable } from './attributes.js';
import type { SigningKey } from './signing-key.js';
import type { SessionRecord, UserRecord } from './state.js';

export interface TokensOptions {
  readonly issuer: string;
  readonly clock: Clock;
  readonly signingKey: () => Promise<SigningKey>;
}

export interface IssuedTokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  /** Seconds. */
  readonly ExpiresIn: number;
  readonly TokenType: 'Bearer';
}

export type Tokens = ReturnType<typeof createTokens>;

/**
 * ID and access tokens of one pool, with the claims that AWS puts in.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 */
export function createTokens({ issuer, clock, signingKey }: TokensOptions) {
  const sign = async (claims: JWTPayload): Promise<string> => {
    const { kid, privateKey } = await signingKey();
    return new SignJWT(claims).setProtectedHeader({ kid, alg: 'RS256' }).sign(privateKey);
  };

  return {
    async issue(user: UserRecord, session: SessionRecord, client: UserPoolClientSettings): Promise<IssuedTokens> {
      const now = clock.now();
      const common = { ...commonClaims(issuer, session, client), sub: user.sub, iat: seconds(now) };
      const access = {
        ...common,
        client_id: session.clientId,
        token_use: 'access',
        scope: 'aws.cognito.signin.user.admin',
        exp: seconds(now + client.accessTokenValidity),
        jti: randomUUID(),
        username: user.userName,
      };
      const id = {
        ...common,
        ...userClaims(user, client),
        'cognito:username': user.userName,
        aud: session.clientId,
        token_use: 'id',
        exp: seconds(now + client.idTokenValidity),
        jti: randomUUID(),
      };
      const [AccessToken, IdToken] = await Promise.all([sign(access), sign(id)]);
      return { AccessToken, IdToken, ExpiresIn: client.accessTokenValidity / 1000, TokenType: 'Bearer' };
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

function userClaims(user: UserRecord, client: UserPoolClientSettings): JWTPayload {
  const readable = Object.entries(user.attributes).filter(([name]) => isReadable(client, name));
  return Object.fromEntries(
    readable.map(([name, value]) => [name, name === 'email_verified' ? value === 'true' : value]),
  );
}
