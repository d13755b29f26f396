import type { Entry } from './entry.js';

/** What is known of who is who, from one reading to the next. */
export interface Known {
  /** By `sub`. */
  readonly identities: Map<string, string>;
  readonly subs: Map<string, string>;
}

/** Gives each entry its identity and user, as far as others of the same request or the same user name them. */
export function joinEntries(entries: readonly Entry[], { identities, subs }: Known): Entry[] {
  const byRequest = new Map<string, Entry>();
  for (const entry of entries) {
    const { identityId, sub, extendedRequestId } = entry;
    if (extendedRequestId !== undefined && entry.source === 'function') byRequest.set(extendedRequestId, entry);
    if (identityId === undefined || sub === undefined) continue;
    identities.set(sub, identityId);
    subs.set(identityId, sub);
  }
  return entries.map((entry) => {
    const same = byRequest.get(entry.extendedRequestId ?? '');
    const sub = entry.sub ?? same?.sub ?? subs.get(entry.identityId ?? '');
    return { ...entry, sub, identityId: entry.identityId ?? same?.identityId ?? identities.get(sub ?? '') };
  });
}

/** Refusals first, each by time. */
export function refusalsFirst(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => Number(b.refused) - Number(a.refused) || a.time - b.time);
}
