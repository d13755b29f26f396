/** Times are milliseconds since 1970. */
export interface IdentityRecord {
  readonly identityId: string;
  readonly identityPoolId: string;
  /** Provider name -> the user's `sub` there. None: a guest. */
  readonly logins: Record<string, string>;
  readonly createdAt: number;
  updatedAt: number;
}

/** All that the identity pools remember, as plain JSON; by identity ID. */
export interface IdentityPoolState {
  readonly identities: Record<string, IdentityRecord>;
}

export function emptyIdentityPoolState(): IdentityPoolState {
  return { identities: {} };
}
