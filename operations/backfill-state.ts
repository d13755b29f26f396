/** What became of the identities that were looked at. */
export interface BackfillCounts {
  /** By this run; in a dry run those that would be. */
  readonly attached: number;
  /** They had it before. */
  readonly already: number;
  /** Nobody signs in by them, so they have no use for it. */
  readonly guests: number;
  /** Left by their own DELETE, and not attached again until they call. */
  readonly left: number;
  readonly revoked: number;
  /** The directory does not know them: they are recorded, and attached, when they call. */
  readonly unrecorded: number;
}

export interface FailedIdentity {
  readonly identityId: string;
  readonly error: string;
}

/** How far a backfill is: plain JSON, to be kept between two processes. */
export interface BackfillState {
  readonly identityPoolId: string;
  readonly policyName: string;
  /** Identities of the pool when it began. */
  readonly total: number;
  /** AWS's `NextToken` of the page under way; absent: the first. */
  readonly token?: string | undefined;
  /** Those of the page that are done. */
  readonly done: readonly string[];
  readonly counts: BackfillCounts;
  readonly failed: readonly FailedIdentity[];
}

export type Fate = keyof BackfillCounts;

export function firstState(identityPoolId: string, policyName: string, total: number): BackfillState {
  const counts = { attached: 0, already: 0, guests: 0, left: 0, revoked: 0, unrecorded: 0 };
  return { identityPoolId, policyName, total, done: [], counts, failed: [] };
}

export function withFate(state: BackfillState, identityId: string, fate: Fate): BackfillState {
  const counts = { ...state.counts, [fate]: state.counts[fate] + 1 };
  return { ...state, done: [...state.done, identityId], counts };
}

export function withFailure(state: BackfillState, failed: FailedIdentity): BackfillState {
  return { ...state, done: [...state.done, failed.identityId], failed: [...state.failed, failed] };
}

/** How many were looked at, all in all. */
export function lookedAt({ counts, failed }: BackfillState): number {
  return Object.values(counts).reduce((sum, count) => sum + count, failed.length);
}
