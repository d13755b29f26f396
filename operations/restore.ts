import type { Denial } from './denial.js';
import { createLockOutSteps, type LockOutStep, type TellStep } from './lock-out-steps.js';
import type { LockOutTarget } from './lock-out-target.js';
import type { PoolUsers } from './pool-users.js';
import type { UserDirectory } from './user-entries.js';

export interface RestoreTools {
  readonly users: PoolUsers;
  /** Undefined: the stack has none. */
  readonly directory: UserDirectory | undefined;
  readonly denial: Denial;
}

export interface RestoreResult {
  readonly identityIds: readonly string[];
  readonly failed: readonly LockOutStep[];
}

/**
 * Gives back what `revoke` has taken, in the reverse order. The mark goes last: while it is there POST attaches nothing,
 * so whoever is cut off half-way leaves somebody locked out, never somebody half let in, and calls again. It goes only if
 * it is the one that was read first: a `revoke` that has come meanwhile stays.
 *
 * The shared policy is left to the next POST, also where the Deny had to have its place: the user has to sign in again in
 * any case, apps call POST when AWS IoT refuses them, and an identity that had left by DELETE is not to have it.
 */
export async function restore(target: LockOutTarget, told: TellStep, tools: RestoreTools): Promise<RestoreResult> {
  const { sub, user } = target;
  const { directory, users, denial } = tools;
  const steps = createLockOutSteps(told);
  const lifted = new Set<string>();
  const entriesOf = async () => {
    if (!directory || sub === undefined) return undefined;
    return steps.quietly('list', sub, () => directory.of(sub));
  };

  const first = await entriesOf();
  const mark = first?.mark;
  for (let entries = first; ; entries = await entriesOf()) {
    const ids = [...target.identityIds, ...(entries?.identities ?? []).map(({ identityId }) => identityId)];
    const fresh = [...new Set(ids)].filter((identityId) => !lifted.has(identityId));
    for (const identityId of fresh) {
      lifted.add(identityId);
      await steps.attempt('lift', identityId, () => denial.lift(identityId));
    }
    if (fresh.length === 0 || sub === undefined) break;
  }
  // Who was not revoked, or could not sign in before, was kept out by somebody else. Without a directory nobody knows.
  const enables = directory ? mark?.wasEnabled : true;
  if (user && enables) await steps.attempt('enable', user.userName, () => users.enable(user));
  if (directory && sub !== undefined && mark && steps.failed().length === 0) {
    const gone = await steps.quietly('unmark', sub, () => directory.unmark(sub, mark));
    if (gone) steps.tell({ step: 'unmark', of: sub });
    if (gone === false) steps.tell({ step: 'unmark', of: sub, error: revokedMeanwhile });
  }
  return { identityIds: [...lifted], failed: steps.failed() };
}

const revokedMeanwhile = {
  code: 'RevokedMeanwhile',
  message: 'somebody has revoked the user again meanwhile, and that stays; restore again if it was not meant',
};
