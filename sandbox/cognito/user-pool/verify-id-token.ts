import type { JWTPayload } from 'jose';
import type { Clock } from '../../base/clock.js';
import { seconds, unverifiedClaims } from './tokens.js';
import type { UserPool } from './user-pool.js';

/** What there is to say of a token given as an ID token of a pool; the first that applies, in this order. */
export type IdTokenVerdict =
  | { readonly verdict: 'not-an-id-token' }
  | { readonly verdict: 'other-issuer' }
  | { readonly verdict: 'not-signed-here' }
  /** Seconds, both. */
  | { readonly verdict: 'expired'; readonly now: number; readonly exp: number }
  | {
      readonly verdict: 'valid';
      readonly sub: string;
      readonly clientId: string;
      /** False when the user was deleted or disabled, or has signed out everywhere since. */
      readonly active: boolean;
      readonly claims: JWTPayload;
    };

export async function verifyIdToken(pool: UserPool, token: string, clock: Clock): Promise<IdTokenVerdict> {
  const claims = unverifiedClaims(token);
  const { sub, aud, exp } = claims ?? {};
  const isIdToken = claims?.token_use === 'id' && typeof aud === 'string';
  if (!isIdToken || typeof sub !== 'string' || typeof exp !== 'number') return { verdict: 'not-an-id-token' };
  if (claims.iss !== pool.issuer) return { verdict: 'other-issuer' };
  if (!(await pool.tokens.isSignedHere(token))) return { verdict: 'not-signed-here' };
  const now = seconds(clock.now());
  if (now >= exp) return { verdict: 'expired', now, exp };
  const session = pool.sessions.byId(String(claims.event_id));
  const signedOut = session === undefined || session.ended === 'GlobalSignOut';
  const active = pool.users.bySub(sub)?.enabled === true && !signedOut;
  return { verdict: 'valid', sub, clientId: aud, active, claims };
}
