/** What there is to say of a token that claims to be of an identity pool; the first that applies, in this order. */
export type WebIdentityVerdict =
  | { readonly verdict: 'no-token' }
  | { readonly verdict: 'other-issuer'; readonly issuer: string }
  | { readonly verdict: 'not-signed-here' }
  /** Seconds, both. */
  | { readonly verdict: 'expired'; readonly now: number; readonly exp: number }
  | { readonly verdict: 'no-classic-flow'; readonly identityPoolId: string }
  | ({ readonly verdict: 'valid' } & WebIdentity);

/** Whom a token speaks of. */
export interface WebIdentity {
  readonly identityId: string;
  readonly identityPoolId: string;
  /** `authenticated` or `unauthenticated`, then each provider and its login. */
  readonly amr: readonly string[];
  /** Session tags. */
  readonly tags: Readonly<Record<string, string>>;
}
