import { CONSOLE_LOGS, type ConsoleChange, type ConsoleLog } from '../../contract/console.js';
import type { ConsoleState } from '../../contract/console-state.js';

/** What the sandbox has told before, and what has changed since. What did not change stays the same object. */
export function takeChange(state: ConsoleState, { views, added }: ConsoleChange): ConsoleState {
  const next: ConsoleState = { ...state, ...views };
  const logs = Object.keys(added).map((name) => {
    // The keys of `added` are logs.
    const log = name as ConsoleLog;
    return [log, appended<object>(state[log], added[log] ?? [], CONSOLE_LOGS[log].kept)] as const;
  });
  return { ...next, ...Object.fromEntries(logs) };
}

/** Oldest first. A record whose number is there already takes its place. */
function appended<T extends object>(before: readonly T[], added: readonly T[], kept: number): readonly T[] {
  const all = [...before];
  for (const record of added) {
    const at = numbered(record) ? placeOf(all, record.number) : -1;
    if (at === -1) all.push(record);
    else all[at] = record;
  }
  return all.length > kept ? all.slice(all.length - kept) : all;
}

function numbered(record: object): record is { readonly number: number } {
  return 'number' in record && typeof record.number === 'number';
}

/** What changes once more came a moment ago, so the search begins at the end. */
function placeOf(records: readonly object[], number: number): number {
  for (let at = records.length - 1; at >= 0; at -= 1) {
    const record = records[at];
    if (record === undefined || !numbered(record) || record.number < number) return -1;
    if (record.number === number) return at;
  }
  return -1;
}
