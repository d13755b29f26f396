import { compactVerify, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../base/clock.js';
import type { LoginTokenRequest } from '../../service/peers.js';
import { signJwt } from '../user-pool/sign-jwt.js';
import { lazySigningKey } from '../user-pool/signing-key.js';
import { seconds, unverifiedClaims } from '../user-pool/tokens.js';
import type { IdentityPoolState } from './identity-pool-tables.js';

export type LoginTokenVerdict =
  | { readonly verdict: 'not-a-token' | 'other-issuer' | 'not-signed-here' | 'forged' }
  /** Seconds, both. */
  | { readonly verdict: 'expired'; readonly now: number; readonly exp: number }
  | {
      readonly verdict: 'valid';
      readonly user: string;
      readonly appId: string;
      readonly claims: Readonly<Record<string, unknown>>;
    };

/** Before what is the token of an app inside: Facebook and Amazon give access tokens, which tell an app nothing. */
const OPAQUE: Readonly<Record<string, string>> = { 'graph.facebook.com': 'EAA', 'www.amazon.com': 'Atza|' };

export const isOpaque = (provider: string): boolean => OPAQUE[provider] !== undefined;

/** Seconds. Google's and Amazon's live that long; no provider's are taken here for longer. */
const LIFETIME = 3600;

const claimsShape = z.object({ iss: z.string(), aud: z.string(), sub: z.string().min(1), exp: z.number() });

export type LoginTokens = ReturnType<typeof createLoginTokens>;

/**
 * Tokens of Amazon, Apple, Facebook and Google, under the sandbox's own key: it asks nobody outside of this machine, so it
 * takes none but those that it has given.
 *
 * https://docs.aws.amazon.com/cognito/latest/developerguide/external-identity-providers.html
 */
export function createLoginTokens({ signingKeys }: Pick<IdentityPoolState, 'signingKeys'>, clock: Clock) {
  const signingKey = lazySigningKey(signingKeys, 'login providers');

  return {
    async issue({ provider, user, appId, claims }: LoginTokenRequest & { readonly appId: string }): Promise<string> {
      const now = seconds(clock.now());
      const own = { iss: `https://${provider}`, aud: appId, sub: user, iat: now, exp: now + LIFETIME };
      const token = signJwt({ ...claims, ...own }, await signingKey());
      const prefix = OPAQUE[provider];
      return prefix === undefined ? token : prefix + Buffer.from(token).toString('base64url');
    },

    async judge(provider: string, given: string): Promise<LoginTokenVerdict> {
      const token = unwrapped(given, OPAQUE[provider]);
      const claims = unverifiedClaims(token);
      const parsed = claimsShape.safeParse(claims);
      if (!parsed.success) return { verdict: 'not-a-token' };
      const { iss, aud, sub, exp } = parsed.data;
      if (iss !== `https://${provider}`) return { verdict: 'other-issuer' };
      const { kid, publicKey } = await signingKey();
      if (kidOf(token) !== kid) return { verdict: 'not-signed-here' };
      const signed = await compactVerify(token, publicKey, { algorithms: ['RS256'] }).catch(() => undefined);
      if (signed === undefined) return { verdict: 'forged' };
      const now = seconds(clock.now());
      // The five minutes that AWS grants to clocks that differ are documented for providers in IAM.
      if (now >= exp) return { verdict: 'expired', now, exp };
      return { verdict: 'valid', user: sub, appId: aud, claims: { ...claims } };
    },
  };
}

function unwrapped(token: string, prefix: string | undefined): string {
  if (prefix === undefined) return token;
  return token.startsWith(prefix) ? Buffer.from(token.slice(prefix.length), 'base64url').toString() : '';
}

function kidOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    return undefined;
  }
}
