import { compactVerify, type JWTPayload, SignJWT } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../base/clock.js';
import { lazySigningKey } from '../user-pool/signing-key.js';
import { seconds, unverifiedClaims } from '../user-pool/tokens.js';
import type { IdentityPoolState } from './identity-pool-tables.js';
import { refused } from './logins.js';

/** The key of `Logins` under which a token of Cognito's own comes back. */
export const COGNITO_IDENTITY = 'cognito-identity.amazonaws.com';

const ISSUER = `https://${COGNITO_IDENTITY}`;
const TAGS = 'https://aws.amazon.com/tags';

/** Whom the token speaks of, and who vouched for it. */
export interface DeveloperToken {
  readonly identityId: string;
  readonly identityPoolId: string;
  /** `authenticated`, the developer provider, and the user there. */
  readonly amr: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

const claimsShape = z.object({
  sub: z.string(),
  aud: z.string(),
  amr: z.array(z.string()),
  exp: z.number(),
  [TAGS]: z.object({ principal_tags: z.record(z.string(), z.array(z.string())) }).optional(),
});

export type DeveloperTokens = ReturnType<typeof createDeveloperTokens>;

/**
 * The tokens that an identity pool gives to a back end for users that the back end vouches for.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/developer-authenticated-identities.html
 */
export function createDeveloperTokens(state: IdentityPoolState, clock: Clock) {
  const signingKey = lazySigningKey(state.signingKeys, COGNITO_IDENTITY);
  return {
    /** `duration` is seconds. */
    async issue({ identityId, identityPoolId, amr, tags }: DeveloperToken, duration: number): Promise<string> {
      const { kid, privateKey } = await signingKey();
      const now = seconds(clock.now());
      const times = { iat: now, exp: now + duration };
      const claims: JWTPayload = { iss: ISSUER, sub: identityId, aud: identityPoolId, amr: [...amr], ...times };
      if (Object.keys(tags).length > 0) {
        const principal_tags = Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, [value]]));
        claims[TAGS] = { principal_tags };
      }
      return new SignJWT(claims).setProtectedHeader({ kid, alg: 'RS512' }).sign(privateKey);
    },

    /** @throws AwsError `NotAuthorizedException` for a token that is forged or expired */
    async verify(token: string): Promise<DeveloperToken> {
      const parsed = claimsShape.safeParse(unverifiedClaims(token));
      if (!parsed.success) throw refused('Invalid login token. Not a valid OpenId Connect identity token.');
      const { publicKey } = await signingKey();
      await compactVerify(token, publicKey, { algorithms: ['RS512'] }).catch(() => {
        throw refused("Invalid login token. Couldn't verify signed token.");
      });
      const { sub, aud, amr, exp, [TAGS]: tags } = parsed.data;
      const now = seconds(clock.now());
      if (now >= exp) throw refused(`Invalid login token. Token expired: ${now} >= ${exp}`);
      const entries = Object.entries(tags?.principal_tags ?? {}).map(([key, [value = '']]) => [key, value] as const);
      return { identityId: sub, identityPoolId: aud, amr, tags: Object.fromEntries(entries) };
    },
  };
}
