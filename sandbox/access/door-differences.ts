import type { Door } from './access-report.js';
import type { Difference } from './difference.js';

interface DoorDifferences {
  readonly wider: readonly Difference[];
  readonly other: readonly Difference[];
}

export function doorDifferences(before: readonly Door[], after: readonly Door[]): DoorDifferences {
  const opened = distinct(after).filter((door) => door.opens && !before.some((old) => isAlike(old, door)));
  const closed = distinct(before).filter((door) => door.opens && !after.some((now) => isAlike(now, door)));
  const settings = distinct(after).filter(({ opens }) => !opens);
  const changed = settings.filter((door) => before.some((old) => isSetting(old, door) && old.what !== door.what));
  const gone = before.filter(
    (old) =>
      (old.code === LOCKING_OUT || (HOLDING_BACK.includes(old.code) && isLeft(old, after))) &&
      !after.some((door) => isSetting(old, door)),
  );
  const added = settings.filter(({ where }) => !before.some((old) => old.where === where));
  return {
    wider: [
      ...opened.map((door) => told('door-opened', door)),
      ...changed.map((door) => told('setting-changed', door)),
      ...gone.map((door) => told('setting-changed', { ...door, what: 'removed' })),
    ],
    other: [...closed, ...added].map((door) => told(door.opens ? 'door-closed' : 'principal-added', door)),
  };
}

/** Settings that hold nobody back once they are gone. */
const HOLDING_BACK = ['api-policy', 'web-acl'];
/** Whom it locks out is there still, though nothing of it is. */
const LOCKING_OUT = 'denying-policy';

/** An origin that a function was not told of is open as any other. */
const SAME: Readonly<Record<string, string>> = { 'cors-other-origin': 'cors-origin' };

function isAlike(old: Door, door: Door): boolean {
  const isSameCode = old.code === door.code || SAME[old.code] === door.code;
  return isSameCode && old.where === door.where && old.what === door.what;
}

/** Whether there still is what the door was of. */
function isLeft({ where }: Door, after: readonly Door[]): boolean {
  const [name = where] = /<[^<>]+>/.exec(where) ?? [];
  return after.some((door) => door.where.includes(name));
}

function isSetting(old: Door, door: Door): boolean {
  return !old.opens && old.code === door.code && old.where === door.where;
}

function distinct(doors: readonly Door[]): Door[] {
  return doors.filter(
    (door, index) => doors.findIndex((one) => isAlike(one, door) && one.code === door.code) === index,
  );
}

function told(kind: Difference['kind'], { code, where, what, detail }: Door): Difference {
  return { kind, where, what: `${code}: ${what}${detail === undefined ? '' : ` (${detail})`}` };
}
