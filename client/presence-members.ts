import type { LeaveReason, PresenceChange, PresenceMember } from './presence-contract.js';

/** Who is in a room, by what was heard of each tab or device. */
export interface Members {
  /** @param until milliseconds since 1970 when it counts as lost, unless it is heard again */
  hear(memberId: string, tab: string, data: unknown, until: number): PresenceChange[];
  gone(memberId: string, tab: string, reason: LeaveReason): PresenceChange[];
  /** Those who have not been heard in time. */
  expire(now: number): PresenceChange[];
  /** Nobody is lost before that: nothing could be heard in the meantime. */
  spare(until: number): void;
  list(): PresenceMember[];
}

interface Session {
  until: number;
  readonly data: string;
}

/** What one user may make the others remember. */
const MOST_TABS = 20;
const MOST_MEMBERS = 5000;

export function createMembers(me: string): Members {
  /** By member, then by tab; the tab that said something new last comes last. */
  const members = new Map<string, Map<string, Session>>();

  const memberOf = (memberId: string, tabs: ReadonlyMap<string, Session>): PresenceMember => {
    const data = [...tabs.values()].at(-1)?.data ?? 'null';
    return { memberId, data: JSON.parse(data), isMe: memberId === me };
  };

  const remove = (memberId: string, tab: string, reason: LeaveReason): PresenceChange[] => {
    const tabs = members.get(memberId);
    if (!tabs?.has(tab)) return [];
    const before = memberOf(memberId, tabs);
    tabs.delete(tab);
    if (tabs.size === 0) {
      members.delete(memberId);
      return [{ type: 'leave', member: before, reason }];
    }
    return updated(before, memberOf(memberId, tabs));
  };

  return {
    hear(memberId, tab, said, until) {
      const data = JSON.stringify(said ?? null);
      const tabs = members.get(memberId);
      const known = tabs?.get(tab);
      if (known?.data === data) {
        known.until = until;
        return [];
      }
      if (tabs === undefined) {
        if (members.size >= MOST_MEMBERS) return [];
        const joined = new Map([[tab, { until, data }]]);
        members.set(memberId, joined);
        return [{ type: 'join', member: memberOf(memberId, joined) }];
      }
      if (known === undefined && tabs.size >= MOST_TABS) return [];
      const before = memberOf(memberId, tabs);
      tabs.delete(tab);
      tabs.set(tab, { until, data });
      return updated(before, memberOf(memberId, tabs));
    },
    gone: remove,
    expire: (now) =>
      [...members].flatMap(([memberId, tabs]) =>
        [...tabs].flatMap(([tab, { until }]) => (until < now ? remove(memberId, tab, 'lost') : [])),
      ),
    spare(until) {
      for (const tabs of members.values()) {
        for (const session of tabs.values()) session.until = Math.max(session.until, until);
      }
    },
    list: () => [...members].map(([memberId, tabs]) => memberOf(memberId, tabs)),
  };
}

function updated(before: PresenceMember, member: PresenceMember): PresenceChange[] {
  return JSON.stringify(before.data) === JSON.stringify(member.data) ? [] : [{ type: 'update', member }];
}
