import type { IdentitySnapshot, UserSnapshot } from '../../contract/sandbox-views.js';

/** Who an identity is, for people. */
export interface IdentityNames {
  /** The e-mail address or name of its user, `guest`, or the last digits of the ID where nobody is known. */
  of(identityId: string): string;
  userOf(identityId: string): UserSnapshot | undefined;
}

export function identityNames(identities: readonly IdentitySnapshot[], users: readonly UserSnapshot[]): IdentityNames {
  const bySub = new Map(users.map((user) => [user.sub, user]));
  const byIdentity = new Map(identities.map(({ identityId, logins }) => [identityId, Object.values(logins)]));
  const userOf = (identityId: string) => {
    for (const sub of byIdentity.get(identityId) ?? []) {
      const user = bySub.get(sub);
      if (user !== undefined) return user;
    }
    return undefined;
  };
  return {
    userOf,
    of(identityId) {
      const user = userOf(identityId);
      if (user !== undefined) return nameOf(user);
      return byIdentity.get(identityId)?.length === 0 ? `guest …${identityId.slice(-6)}` : `…${identityId.slice(-12)}`;
    },
  };
}

export function nameOf({ email, userName }: Pick<UserSnapshot, 'email' | 'userName'>): string {
  return email ?? userName;
}
