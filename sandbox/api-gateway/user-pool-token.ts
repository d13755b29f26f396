import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { AwsError } from '../base/errors.js';
import type { Peers } from '../service/peers.js';

export interface UserPoolTokenOptions {
  readonly userPoolIds: readonly string[];
  readonly region: string;
  readonly userPoolKeys: Peers['userPoolKeys'];
  /** Milliseconds since 1970. */
  readonly now: number;
}

export type TokenVerdict =
  | { readonly ok: true; readonly claims: JWTPayload }
  | { readonly ok: false; readonly why: string };

/** How the issuer of a user pool's tokens is written. */
export function userPoolIssuer(region: string, userPoolId: string): string {
  return `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
}

/**
 * Signature, issuer and expiry of a token. Like API Gateway, by the pool's public keys alone: it does not know that a
 * token was revoked, or its user disabled.
 */
export async function verifyUserPoolToken(token: string, options: UserPoolTokenOptions): Promise<TokenVerdict> {
  const { userPoolIds, region, userPoolKeys, now } = options;
  let why = 'no user pool is named';
  for (const userPoolId of userPoolIds) {
    try {
      const { payload } = await jwtVerify(token, createLocalJWKSet(await keysOf(userPoolId, userPoolKeys)), {
        issuer: userPoolIssuer(region, userPoolId),
        algorithms: ['RS256'],
        requiredClaims: ['exp'],
        currentDate: new Date(now),
      });
      return { ok: true, claims: payload };
    } catch (error) {
      why = (error as Error).message;
    }
  }
  return { ok: false, why };
}

async function keysOf(userPoolId: string, userPoolKeys: Peers['userPoolKeys']) {
  const keys = await userPoolKeys(userPoolId).catch((error: unknown) => {
    if (error instanceof AwsError) throw new Error(`user pool ${userPoolId} is not in the template`);
    throw error;
  });
  return { keys: [...keys.keys] };
}
