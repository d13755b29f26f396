import type { Denial } from './denial.js';
import type { LiveConnections } from './live-connections.js';
import { createLockOutSteps, type LockOutStep, type TellStep } from './lock-out-steps.js';
import type { LockOutTarget } from './lock-out-target.js';
import type { PoolUsers } from './pool-users.js';
import type { Time } from './time.js';
import type { UserDirectory } from './user-entries.js';

export interface RevokeTools {
  readonly users: PoolUsers;
  /** Undefined: the stack has none. */
  readonly directory: UserDirectory | undefined;
  readonly denial: Denial;
  readonly connections: LiveConnections;
  /** Client IDs of an identity that AWS IoT's log tells of. @returns false where there is no log */
  logged(identityId: string, found: (clientId: string) => void): Promise<boolean>;
  /** Client IDs that connect from now on, whosever they are. @returns what ends it */
  watch(found: (clientId: string) => void): Promise<() => Promise<void>>;
  readonly time: Time;
}

export interface RevokeOptions {
  readonly reason?: string | undefined;
  /** Known by other means. */
  readonly clientIds: readonly string[];
  /** Milliseconds after the last denial to go on disconnecting: until AWS's caches have run out. 0: not at all. */
  readonly waitTime: number;
  readonly signal: AbortSignal;
  readonly told: TellStep;
}

export interface RevokeResult {
  readonly identityIds: readonly string[];
  /** Client IDs whose connections were ended. */
  readonly disconnected: readonly string[];
  readonly failed: readonly LockOutStep[];
  /** False: it was stopped while it waited. */
  readonly waited: boolean;
}

/** Milliseconds between two rounds of `waitTime`: apps that are disconnected come back within seconds. */
const BETWEEN_ROUNDS = 15_000;

/**
 * Takes a user's access away, so that nothing that the user can call brings it back. The order is what makes it stick:
 *
 * 1. The mark in the directory. From here on POST answers 403. POST records the identity and then reads the mark, this
 *    writes the mark and then lists the identities, and both reads are consistent: so of any identity, minted later or at
 *    this moment, either POST sees the mark, or it is listed here.
 * 2. No new tokens: the user is disabled and signed out everywhere. Credentials that there are work on for up to an hour,
 *    which is why the rest is needed.
 * 3. The Deny on each identity, before any connection is ended: apps come back at once.
 * 4. The connections. AWS IoT lists none of an identity, so only those end whose client IDs are known: the identity's own
 *    ID, those that were given, that AWS IoT's log tells, or that connect or subscribe while this waits.
 * 5. Again from 3, until the directory has nothing new.
 *
 * Each step is harmless when it is done twice. One that fails does not keep the others from being done, and whoever was
 * cut off, or failed half-way, calls again.
 */
export async function revoke(target: LockOutTarget, options: RevokeOptions, tools: RevokeTools): Promise<RevokeResult> {
  const { sub, user } = target;
  const { directory, users, denial, connections, time } = tools;
  const steps = createLockOutSteps(options.told);
  const denied = new Set<string>();
  const known = new Set(options.clientIds);
  const disconnected = new Set<string>();
  const revokedAt = new Date(time.now()).toISOString();

  if (directory && sub !== undefined) {
    const mark = { revokedAt, reason: options.reason, wasEnabled: user?.enabled ?? true };
    await steps.attempt('mark', sub, () => directory.mark(sub, mark));
  }
  if (user) {
    await steps.attempt('disable', user.userName, () => users.disable(user));
    await steps.attempt('sign-out', user.userName, () => users.signOut(user));
  }

  const listed = async (): Promise<readonly string[]> => {
    if (!directory || sub === undefined) return target.identityIds;
    const entries = await steps.quietly('list', sub, () => directory.of(sub));
    return [...target.identityIds, ...(entries?.identities ?? []).map(({ identityId }) => identityId)];
  };
  const end = async (clientId: string) => {
    const ended = await steps.quietly('disconnect', clientId, () => connections.end(clientId));
    if (!ended) return;
    disconnected.add(clientId);
    steps.tell({ step: 'disconnect', of: clientId });
  };
  /** @returns whether there was an identity that had not been denied */
  const round = async (): Promise<boolean> => {
    const fresh = [...new Set(await listed())].filter((identityId) => !denied.has(identityId));
    for (const identityId of fresh) {
      const taken = await steps.attempt('deny', identityId, () => denial.deny(identityId), tellTaken);
      if (taken === undefined) continue;
      denied.add(identityId);
      known.add(identityId);
    }
    await Promise.all([...known].map(end));
    return fresh.some((identityId) => denied.has(identityId));
  };
  const untilNothingNew = async () => {
    while (await round());
  };
  const isTheirs = (clientId: string) => [...denied].some((identityId) => clientId.includes(identityId));
  const found = (clientId: string) => {
    if (!isTheirs(clientId)) return;
    known.add(clientId);
    void end(clientId);
  };

  await untilNothingNew();
  let unwatch: (() => Promise<void>) | undefined;
  if (options.waitTime > 0) unwatch = await steps.quietly('watch', 'lifecycle events', () => tools.watch(found));
  for (const identityId of denied) {
    await steps.quietly('log', identityId, () => tools.logged(identityId, (clientId) => known.add(clientId)));
  }
  await untilNothingNew();
  const until = time.now() + options.waitTime;
  while (time.now() < until && !options.signal.aborted) {
    await time.wait(Math.min(BETWEEN_ROUNDS, until - time.now()));
    await untilNothingNew();
  }
  await unwatch?.();
  await tellOfRestore();
  return {
    identityIds: [...denied],
    disconnected: [...disconnected],
    failed: steps.failed(),
    waited: time.now() >= until,
  };

  /** Somebody who restores at the same time may have lifted what was just denied. */
  async function tellOfRestore(): Promise<void> {
    if (!directory || sub === undefined || steps.failed().some(({ step }) => step === 'mark')) return;
    const entries = await steps.quietly('list', sub, () => directory.of(sub));
    if (entries === undefined || entries.mark !== undefined) return;
    const message = 'somebody has restored the user meanwhile; revoke again if that was not meant';
    steps.tell({ step: 'mark', of: sub, error: { code: 'RestoredMeanwhile', message } });
  }
}

function tellTaken(taken: readonly string[]): string | undefined {
  if (taken.length === 0) return undefined;
  return `in the place of ${taken.join(', ')}: it had ten policies, as many as AWS IoT allows`;
}
