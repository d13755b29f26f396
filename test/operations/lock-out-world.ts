import type { Denial } from '../../operations/denial.js';
import type { LiveConnections } from '../../operations/live-connections.js';
import type { LockOutStep } from '../../operations/lock-out-steps.js';
import type { LockOutTarget } from '../../operations/lock-out-target.js';
import type { PoolUser, PoolUsers } from '../../operations/pool-users.js';
import type { RevokeTools } from '../../operations/revoke.js';
import type { IdentityEntry, RevokedMark, UserDirectory } from '../../operations/user-entries.js';

export const ADA: PoolUser = {
  sub: 'sub-1',
  userName: 'ada',
  email: 'ada@example.com',
  enabled: true,
  status: 'CONFIRMED',
  providers: [],
};

/** Tools that remember what is asked of them, over one user. */
export function lockOutWorld() {
  const calls: string[] = [];
  const told: LockOutStep[] = [];
  /** What is to fail, by the beginning of the call; each time. */
  const failing = new Set<string>();
  const before = new Map<string, () => void>();
  const identities: string[] = [];
  const state = { mark: undefined as RevokedMark | undefined, now: 0 };

  const call = async (name: string) => {
    before.get(name)?.();
    calls.push(name);
    if ([...failing].some((one) => name.startsWith(one))) throw new Error(`${name} is out of order`);
  };
  const directory: UserDirectory = {
    async of() {
      await call('list');
      return { identities: identities.map(entry), devices: [], mark: state.mark };
    },
    userOf: async (identityId) => (identities.includes(identityId) ? ADA.sub : undefined),
    usersOf: async () => [],
    async mark(_, { revokedAt, reason, wasEnabled }) {
      await call('mark');
      state.mark = { revokedAt, reason, wasEnabled: state.mark?.wasEnabled ?? wasEnabled };
    },
    async unmark(_, { revokedAt }) {
      await call('unmark');
      if (state.mark?.revokedAt !== revokedAt) return false;
      state.mark = undefined;
      return true;
    },
  };
  const users: PoolUsers = {
    find: async (given) => ([ADA.sub, ADA.userName].includes(given) ? ADA : undefined),
    page: async () => ({ users: [ADA], next: undefined }),
    disable: () => call('disable'),
    enable: () => call('enable'),
    signOut: () => call('sign-out'),
  };
  const denial: Denial = {
    async deny(identityId) {
      await call(`deny ${identityId}`);
      return [];
    },
    lift: (identityId) => call(`lift ${identityId}`),
    attachedTo: async () => [],
  };
  const connections: LiveConnections = {
    async end(clientId) {
      await call(`end ${clientId}`);
      return true;
    },
    look: async () => undefined,
  };
  const tools: RevokeTools = {
    users,
    directory,
    denial,
    connections,
    logged: async () => false,
    watch: async () => async () => undefined,
    time: {
      now: () => state.now,
      async wait(milliseconds) {
        state.now += milliseconds;
        await call('wait');
      },
    },
  };
  const target: LockOutTarget = { sub: ADA.sub, user: ADA, identityIds: [] };
  const options = {
    clientIds: [],
    waitTime: 0,
    signal: new AbortController().signal,
    told: (step: LockOutStep) => void told.push(step),
  };
  return { calls, told, failing, before, identities, state, tools, target, options };
}

function entry(identityId: string): IdentityEntry {
  return { identityId, roleName: 'role', firstPost: '', lastPost: '', detachedAt: undefined };
}
