import { isRefusal, isVerdict, NOT_FOUND, nameOf } from './aws-faults.js';
import { type BackfillState, type Fate, firstState, withFailure, withFate } from './backfill-state.js';
import type { IdentityPage, IdentityPool, ListedIdentity } from './identity-pages.js';
import { type IotPolicies, identityId as idOf } from './iot-policies.js';
import { OperationError } from './operation-error.js';
import type { Recorded } from './recorded-identity.js';
import type { Time } from './time.js';

export interface BackfillProps {
  readonly pool: IdentityPool;
  /** At the pace of the backfill. */
  readonly policies: IotPolicies;
  readonly policyName: string;
  /** Whoever has this one is revoked. */
  readonly revokedPolicyName: string | undefined;
  /** Asks the directory, where there is one. */
  readonly recorded: ((identityId: string) => Promise<Recorded>) | undefined;
  readonly time: Time;
  /** Stops after the calls that are under way. */
  readonly signal: AbortSignal;
  /** Attaches nobody. */
  readonly dryRun: boolean;
  /** Is told of each identity that is done, before the next one begins. */
  readonly save: (state: BackfillState) => void;
}

export interface BackfillResult {
  readonly state: BackfillState;
  /** False where it was stopped. */
  readonly complete: boolean;
}

/** At 15 a second, each may take half a second. */
const MOST_IN_FLIGHT = 8;
/** Milliseconds before those of a page whose calls failed for now are tried again. */
const BETWEEN_TRIES = 5_000;
/** Tries of a page in which nothing succeeds: five minutes of an AWS that answers nobody. */
const MOST_FRUITLESS = 60;

/** All identities of the pool. */
export async function countIdentities(pool: IdentityPool, signal: AbortSignal): Promise<number> {
  let count = 0;
  for await (const { identities } of pool.pages()) {
    if (signal.aborted) break;
    count += identities.length;
  }
  return count;
}

/**
 * Attaches the shared policy to every identity that should have it and has not. A page of the pool is done before the next
 * one is asked for, so of a run that was cut off no more than a page is looked at again.
 *
 * @param from what was saved last, or `firstState`
 * @throws OperationError `PolicyNotFound`; the error of AWS's where nothing goes on
 */
export async function backfill(props: BackfillProps, from: BackfillState): Promise<BackfillResult> {
  const { pool, policies, policyName, signal, save } = props;
  const there = await targets(policies, policyName);
  const denied = props.revokedPolicyName ? await targets(policies, props.revokedPolicyName) : new Set<string>();
  let state = from;
  const put = (next: BackfillState) => {
    state = next;
    save(state);
  };
  for await (const page of pagesFrom(pool, () => state, put)) {
    // The page that was under way when it was cut off is the only one of which some are done.
    const sameAsBefore = page.token === state.token;
    put({ ...state, token: page.token, done: sameAsBefore ? state.done : [] });
    await eachOf(page, props, {
      isDone: (identityId) => state.done.includes(identityId),
      fate: (identity) => fateOf(identity, props, there, denied),
      done: (identityId, fate) => put(withFate(state, identityId, fate)),
      failed: (identityId, error) => put(withFailure(state, { identityId, error: String(error) })),
    });
    if (signal.aborted) return { state, complete: false };
  }
  return { state, complete: true };
}

/** From the page that is remembered on; from the first where AWS no longer takes its token. */
async function* pagesFrom(pool: IdentityPool, current: () => BackfillState, put: (state: BackfillState) => void) {
  const { token, identityPoolId, policyName, total } = current();
  const pages = pool.pages(token);
  const first = await pages.next().catch((error: unknown) => {
    if (token === undefined || nameOf(error) !== 'InvalidParameterException') throw error;
    return undefined;
  });
  if (first === undefined) {
    // Whoever was attached by then is listed as attached, and costs nothing.
    put(firstState(identityPoolId, policyName, total));
    yield* pool.pages();
  } else if (!first.done) {
    yield first.value;
    yield* pages;
  }
}

async function targets(policies: IotPolicies, policyName: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for await (const page of policies.targets(policyName)) for (const listed of page) found.add(idOf(listed));
  return found;
}

async function fateOf(
  { identityId, hasLogin }: ListedIdentity,
  props: BackfillProps,
  there: ReadonlySet<string>,
  denied: ReadonlySet<string>,
): Promise<Fate> {
  const { recorded, policies, policyName, dryRun } = props;
  if (denied.has(identityId)) return 'revoked';
  if (there.has(identityId)) return 'already';
  // Whom the directory does not know would have rights that nobody could take away by it.
  const before = await recorded?.(identityId);
  if (before !== undefined && before !== 'present') return before;
  if (before === undefined && !(await hasLogin())) return 'guests';
  if (dryRun) return 'attached';
  await policies.attach(policyName, identityId);
  // Whoever left meanwhile had marked that before they detached: either they have detached after this, or it is seen here.
  const after = await recorded?.(identityId);
  if (after === undefined || after === 'present') return 'attached';
  await policies.detach(policyName, identityId, 0);
  return after;
}

interface PageWork {
  isDone(identityId: string): boolean;
  fate(identity: ListedIdentity): Promise<Fate>;
  done(identityId: string, fate: Fate): void;
  failed(identityId: string, error: unknown): void;
}

/** Until each is done, or has failed for good. What only fails for now, throttled for longer than the SDK tries, waits. */
async function eachOf({ identities }: IdentityPage, { time, signal, policyName }: BackfillProps, work: PageWork) {
  let left = identities.filter(({ identityId }) => !work.isDone(identityId));
  for (let fruitless = 0; left.length > 0 && !signal.aborted; ) {
    const before = left.length;
    let fatal: unknown;
    let passing: unknown;
    const inFlight = new Set<Promise<void>>();
    for (const identity of left) {
      if (signal.aborted || fatal !== undefined) break;
      const call = work
        .fate(identity)
        .then((fate) => work.done(identity.identityId, fate))
        .catch((error: unknown) => {
          if (nameOf(error) === NOT_FOUND) fatal = policyNotFound(policyName, error);
          else if (isRefusal(error)) fatal = error;
          else if (isVerdict(error)) work.failed(identity.identityId, error);
          else passing = error;
        })
        .finally(() => inFlight.delete(call));
      inFlight.add(call);
      if (inFlight.size >= MOST_IN_FLIGHT) await Promise.race(inFlight);
    }
    await Promise.all(inFlight);
    if (fatal !== undefined) throw fatal;
    left = left.filter(({ identityId }) => !work.isDone(identityId));
    fruitless = left.length === before ? fruitless + 1 : 0;
    if (fruitless >= MOST_FRUITLESS) throw passing;
    if (left.length > 0 && !signal.aborted) await time.wait(BETWEEN_TRIES);
  }
}

function policyNotFound(policyName: string, cause: unknown): OperationError {
  const message = `AWS IoT has no policy ${policyName}; the output IotPolicyName names the stack's own: deploy again`;
  return new OperationError('PolicyNotFound', message, { cause });
}
