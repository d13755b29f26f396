import { compactVerify, type JWTPayload, SignJWT } from 'jose';
import { z } from 'zod';
import { cognitoIdentityProvider } from '../../../contract/cognito-identity.js';
import type { Clock } from '../../base/clock.js';
import type { WebIdentity, WebIdentityVerdict } from '../../service/web-identity.js';
import { lazySigningKey } from '../user-pool/signing-key.js';
import { seconds, unverifiedClaims } from '../user-pool/tokens.js';
import type { IdentityPoolState } from './identity-pool-tables.js';
import { refused } from './logins.js';

/** Under which their key is kept, in whatever Region. */
const KEPT_KEY = 'cognito-identity.amazonaws.com';
const TAGS = 'https://aws.amazon.com/tags';

const claimsShape = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  amr: z.array(z.string()),
  exp: z.number(),
  [TAGS]: z.object({ principal_tags: z.record(z.string(), z.array(z.string())) }).optional(),
});

export type OpenIdTokens = ReturnType<typeof createOpenIdTokens>;

/**
 * The tokens that an identity pool gives: to a back end for users that it vouches for, and in the classic flow to
 * whoever wants to show one to STS.
 *
 * https://docs.aws.amazon.com/cognito/latest/developerguide/developer-authenticated-identities.html
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html
 */
export function createOpenIdTokens(state: IdentityPoolState, clock: Clock, region: string) {
  const provider = cognitoIdentityProvider(region);
  const ownIssuer = `https://${provider}`;
  const signingKey = lazySigningKey(state.signingKeys, KEPT_KEY);

  /** Whose token it is, whatever flows the pool allows. */
  const judge = async (token: string): Promise<Exclude<WebIdentityVerdict, { verdict: 'no-classic-flow' }>> => {
    const claims = unverifiedClaims(token);
    const issuer = claims?.iss ?? '';
    if (claims !== undefined && issuer !== ownIssuer) return { verdict: 'other-issuer', issuer };
    const parsed = claimsShape.safeParse(claims);
    if (!parsed.success) return { verdict: 'no-token' };
    const { publicKey } = await signingKey();
    const signed = await compactVerify(token, publicKey, { algorithms: ['RS512'] }).catch(() => undefined);
    if (signed === undefined) return { verdict: 'not-signed-here' };
    const { sub, aud, amr, exp, [TAGS]: tags } = parsed.data;
    const now = seconds(clock.now());
    if (now >= exp) return { verdict: 'expired', now, exp };
    const entries = Object.entries(tags?.principal_tags ?? {}).map(([key, [value = '']]) => [key, value] as const);
    return { verdict: 'valid', identityId: sub, identityPoolId: aud, amr, tags: Object.fromEntries(entries) };
  };

  return {
    /** The key of `Logins` under which a token of Cognito's own comes back. */
    provider,
    judge,

    /** `duration` is seconds. */
    async issue({ identityId, identityPoolId, amr, tags }: WebIdentity, duration: number): Promise<string> {
      const { kid, privateKey } = await signingKey();
      const now = seconds(clock.now());
      const times = { iat: now, exp: now + duration };
      const claims: JWTPayload = { iss: ownIssuer, sub: identityId, aud: identityPoolId, amr: [...amr], ...times };
      if (Object.keys(tags).length > 0) {
        const principal_tags = Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, [value]]));
        claims[TAGS] = { principal_tags };
      }
      return new SignJWT(claims).setProtectedHeader({ kid, alg: 'RS512' }).sign(privateKey);
    },

    /** @throws AwsError `NotAuthorizedException` for a token that is forged or expired */
    async verify(token: string): Promise<WebIdentity> {
      const judged = await judge(token);
      switch (judged.verdict) {
        case 'valid':
          return judged;
        case 'expired':
          throw refused(`Invalid login token. Token expired: ${judged.now} >= ${judged.exp}`);
        case 'not-signed-here':
          throw refused("Invalid login token. Couldn't verify signed token.");
        default:
          throw refused('Invalid login token. Not a valid OpenId Connect identity token.');
      }
    },
  };
}
