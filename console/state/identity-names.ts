import type { IdentitySnapshot, UserSnapshot } from '../../contract/sandbox-views.js';

/** Who an identity is, for people. */
export interface IdentityNames {
  /** The e-mail address or name of its user, `guest`, or the last digits of the ID where nobody is known. */
  of(identityId: string): string;
  userOf(identityId: string): UserSnapshot | undefined;
  /** A topic, a client ID or a resource with names in place of identity IDs: `users/{ada@example.com}/telemetry`. */
  inText(text: string): string;
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
  const of = (identityId: string) => {
    const user = userOf(identityId);
    if (user !== undefined) return nameOf(user);
    return byIdentity.get(identityId)?.length === 0 ? `guest …${identityId.slice(-6)}` : `…${identityId.slice(-12)}`;
  };
  return { of, userOf, inText: (text) => text.replace(IDENTITY_ID, (identityId) => `{${of(identityId)}}`) };
}

/** A Region, a colon and a UUID. */
const IDENTITY_ID = /[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

export function nameOf({ email, userName }: Pick<UserSnapshot, 'email' | 'userName'>): string {
  return email ?? userName;
}
