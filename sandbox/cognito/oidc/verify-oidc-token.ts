import { type CompactVerifyGetKey, compactVerify, type JWTPayload } from 'jose';
import { AwsError } from '../../base/errors.js';
import { unverifiedClaims } from '../user-pool/tokens.js';

/** What there is to say of a token of an OpenID Connect provider; the first that applies, in this order. */
export type OidcVerdict =
  | { readonly verdict: 'not-an-id-token' | 'other-issuer' | 'not-signed-here' | 'other-audience' }
  /** Seconds, both. */
  | { readonly verdict: 'expired'; readonly now: number; readonly exp: number }
  | { readonly verdict: 'valid'; readonly sub: string; readonly clientId: string; readonly claims: JWTPayload };

export interface OidcExpectation {
  readonly issuer: string;
  readonly clientIds: readonly string[];
  readonly keys: CompactVerifyGetKey;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/open-id.html: five minutes for clocks that differ */
const TOLERANCE = 5 * 60;

/**
 * Judges an ID token by issuer, signature, expiry and audience.
 *
 * @throws AwsError `ExternalServiceException` when the provider's keys cannot be had
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/open-id.html
 */
export async function verifyOidcToken(token: string, expected: OidcExpectation): Promise<OidcVerdict> {
  const claims = unverifiedClaims(token);
  const { sub, exp, iss } = claims ?? {};
  if (claims === undefined || typeof sub !== 'string' || sub === '' || typeof exp !== 'number') {
    return { verdict: 'not-an-id-token' };
  }
  if (iss !== expected.issuer) return { verdict: 'other-issuer' };
  const now = Math.floor(expected.now / 1000);
  if (!(await isSigned(token, expected.keys))) return { verdict: 'not-signed-here' };
  if (now >= exp + TOLERANCE) return { verdict: 'expired', now, exp };
  const clientId = expected.clientIds.find((id) => audiences(claims).includes(id));
  if (clientId === undefined) return { verdict: 'other-audience' };
  return { verdict: 'valid', sub, clientId, claims };
}

/** Whom the token is for: `azp`, which names one of several audiences, where it is there. */
function audiences({ aud, azp }: JWTPayload): readonly unknown[] {
  return azp === undefined ? [aud].flat() : [azp];
}

/** AWS verifies RSA signatures alone. */
function isSigned(token: string, keys: CompactVerifyGetKey): Promise<boolean> {
  return compactVerify(token, keys, { algorithms: ['RS256'] }).then(
    () => true,
    (error: Error & { code?: string }) => {
      if (WRONG_TOKEN.includes(error.code ?? '')) return false;
      throw new AwsError('ExternalServiceException', `The keys of the provider cannot be had: ${error.message}`);
    },
  );
}

const WRONG_TOKEN = [
  'ERR_JOSE_ALG_NOT_ALLOWED',
  'ERR_JWKS_NO_MATCHING_KEY',
  'ERR_JWS_INVALID',
  'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
];
