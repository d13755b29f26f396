import type { JWK } from 'jose';

/** Times are milliseconds since 1970. */
export interface IdentityRecord {
  readonly identityId: string;
  readonly identityPoolId: string;
  /** Provider name -> the user's `sub` there. None: a guest. */
  readonly logins: Record<string, string>;
  readonly createdAt: number;
  updatedAt: number;
}

/** All that the identity pools remember, as plain JSON; it holds a private key, so it belongs in a private file. */
export interface IdentityPoolState {
  /** By identity ID. */
  readonly identities: Record<string, IdentityRecord>;
  /** For the tokens of developer-authenticated identities; made when the first is needed. */
  signingKeys?: Record<string, JWK>;
}

export function emptyIdentityPoolState(): IdentityPoolState {
  return { identities: {} };
}
