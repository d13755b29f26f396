import { isRefusal } from './aws-faults.js';
import { OperationError } from './operation-error.js';
import type { SweepTools } from './sweep-tools.js';
import { reasonToKeep, type SweptUser, sweepUser } from './sweep-user.js';

export interface SweepResult {
  /** Users whom the directory knows. */
  readonly known: number;
  /** Those of them whom the user pool no longer has. */
  readonly users: readonly SweptUser[];
  /** False: it was stopped, and the next run goes on. */
  readonly complete: boolean;
}

export interface SweepOptions {
  /** Milliseconds since the last POST or grant of whoever may be swept. */
  readonly olderThan: number;
  /** Is told of each user as they are done. */
  readonly told: (user: SweptUser) => void;
}

/** Milliseconds between two tries of what AWS IoT does not let be deleted yet, and how many: its five minutes, and more. */
const BETWEEN_TRIES = 30_000;
const MOST_TRIES = 12;

/**
 * Takes away what users have left behind whom the user pool no longer has: identities, IoT policies on them and of their
 * own, grants, and what the directory knows of them. Nothing is remembered: the directory leads to whatever is left.
 *
 * @throws OperationError `TooManyUsers` where the time is over before it is known who is gone; the error of AWS's where it
 * refuses the caller
 */
export async function sweep(tools: SweepTools, options: SweepOptions): Promise<SweepResult> {
  const { users, table, time, isOver } = tools;
  // First the directory and then the user pool: whoever signs up meanwhile is not in the former.
  const subs = await table.subs(isOver);
  const known = subs.size;
  if (known > 0) await users.removePresent(subs);
  if (isOver()) throw tooManyUsers(known);
  const done = new Map<string, SweptUser>();
  let left = [...subs];
  for (let tries = 0; ; tries += 1) {
    for (const sub of left) {
      if (isOver()) return { known, users: [...done.values()], complete: false };
      const user = await sweptUser(sub, tools, options);
      if (user === undefined) continue;
      done.set(sub, user);
      if (user.outcome !== 'pending') options.told(user);
    }
    left = left.filter((sub) => done.get(sub)?.outcome === 'pending');
    if (left.length === 0 || tries >= MOST_TRIES) break;
    for (let waited = 0; waited < BETWEEN_TRIES && !isOver(); waited += 1000) await time.wait(1000);
  }
  for (const sub of left) {
    const user = done.get(sub);
    if (user) options.told(user);
  }
  return { known, users: [...done.values()], complete: left.length === 0 };
}

/** Undefined: the user pool has them after all. What fails for one user does not stop the others. */
async function sweptUser(sub: string, tools: SweepTools, { olderThan }: SweepOptions): Promise<SweptUser | undefined> {
  const none = { sub, identities: 0, keptIdentities: 0, attachments: 0, policies: 0, devices: 0, items: 0 };
  try {
    if (!(await tools.users.isGone(sub))) return undefined;
    const items = await tools.table.of(sub);
    const why = reasonToKeep(items, tools.time.now(), olderThan);
    if (why !== undefined) return { ...none, outcome: 'kept', why };
    return await tools.alone(sub, async () => sweepUser(sub, await tools.table.of(sub), tools));
  } catch (error) {
    if (isRefusal(error)) throw error;
    return { ...none, outcome: 'pending', why: String(error) };
  }
}

function tooManyUsers(known: number): OperationError {
  const what = `the time is over before all users are listed (${known} are in the directory); nothing was swept`;
  return new OperationError('TooManyUsers', `${what}: run "npx cognito-iot sweep", which takes as long as it takes`);
}
