import { type CompleteDeviceAccess, deviceWord } from '../contract/device-access.js';

/** Where devices have their topics: `devices` for `devices/{device}/state/*`. */
export interface DeviceBase {
  /** Topic levels before the device's own, without a slash at either end. */
  readonly base: string;
  /** Whether topics, topic filters or both are named below it. */
  readonly kind: 'topic' | 'topicfilter' | 'both';
  /** Whether the level of the device is the whole of a topic, and whether more levels follow it. */
  readonly ends: boolean;
  readonly goesOn: boolean;
}

/** Each base once, in the order of the access. */
export function deviceBases({ publish, subscribe, receive, retain }: CompleteDeviceAccess): DeviceBase[] {
  const topics = [...publish, ...receive, ...retain].map(placeOf);
  const filters = subscribe.map(placeOf);
  const all = [...topics, ...filters];
  const names = [...new Set(all.map(({ base }) => base))];
  return names.map((base) => {
    const isOf = (place: Place) => place.base === base;
    const own = all.filter(isOf);
    const kind = !filters.some(isOf) ? 'topic' : topics.some(isOf) ? 'both' : 'topicfilter';
    return { base, kind, ends: own.some(({ rest }) => rest === ''), goesOn: own.some(({ rest }) => rest !== '') };
  });
}

interface Place {
  readonly base: string;
  readonly rest: string;
}

function placeOf(pattern: string): Place {
  const [before = '', after = ''] = pattern.split(deviceWord);
  return { base: before.replace(/\/$/, ''), rest: after };
}

/**
 * Why a pattern of a `DeviceAccess` cannot be held to one device, or undefined. The level of the device must be found in
 * a topic without doubt: fixed text before it, and nothing else in its level.
 */
export function deviceLevelProblem(pattern: string): string | undefined {
  const parts = pattern.split(deviceWord);
  if (parts.length !== 2) return `must contain ${deviceWord} once: it stands for the name of the device`;
  const [before = '', after = ''] = parts;
  const asLevel = `give the device a level of its own, as in devices/${deviceWord}/commands/*`;
  if (!/^[^{}*]+\/$/.test(before)) return `must begin with fixed text and a slash before ${deviceWord}; ${asLevel}`;
  if (after !== '' && !after.startsWith('/')) return `has text in the level of ${deviceWord}; ${asLevel}`;
  if (before.split('/').slice(0, -1).includes('')) return 'has an empty level before the device; name each level';
  return undefined;
}

/**
 * Why two bases, which may be the same, cannot be used together, or undefined. Where the one can begin within the other,
 * a topic of one device reads like a topic of another: below `a/b` and `b/c`, `a/b/c/lamp/x` is both.
 */
export function baseConflict(one: string, other: string): string | undefined {
  const [levels, others] = [one.split('/'), other.split('/')];
  const starts = levels.map((_, index) => index).filter((index) => index > 0 || one !== other);
  const clash = starts.some((start) => levels.slice(start).every((level, index) => (others[index] ?? level) === level));
  if (!clash) return undefined;
  return one === other
    ? `${one} begins anew within itself, so that a topic of one device could be taken for another's; use other levels`
    : `${other} can begin within ${one}, so that a topic of one device could be taken for another's; use other levels`;
}
