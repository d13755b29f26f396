/**
 * The one table of the directory: a partition for each user, and an index that asks the other way round. Whoever reads
 * a user's partition consistently sees every identity and every device of the user.
 *
 * | partition (`pk`)            | sort (`sk`)            | what                                     |
 * | --------------------------- | ---------------------- | ---------------------------------------- |
 * | `user#<user pool ID>#<sub>` | `identity#<identity ID>` | an identity that has called              |
 * | `user#<user pool ID>#<sub>` | `device#<name>`        | a device that is granted; `*` is each    |
 * | `user#<user pool ID>#<sub>` | `lock#<sub>`           | whoever changes the user's policies      |
 * | `user#<user pool ID>#<sub>` | `revoked#<sub>`        | is there while the user is revoked       |
 */
export const directoryIndex = 'inverse';

/** Whose items these are. */
export interface DirectoryUser {
  readonly userPoolId: string;
  readonly sub: string;
}

export const userKey = ({ userPoolId, sub }: DirectoryUser): string => `user#${userPoolId}#${sub}`;
export const identityKey = (identityId: string): string => `identity#${identityId}`;
export const deviceKey = (device: string): string => `device#${device}`;
/** One of its own for each user: in the index it is the partition, where those of all users would meet. */
export const lockKey = ({ sub }: DirectoryUser): string => `lock#${sub}`;
/** One of its own for each user, too. */
export const revokedKey = ({ sub }: DirectoryUser): string => `revoked#${sub}`;

/** In the place of a device's name: every device. No device is called so. */
export const everyDevice = '*';

/** An identity of a user: written before anything is attached to it. Times are ISO 8601. */
export interface IdentityItem {
  readonly pk: string;
  readonly sk: string;
  readonly identityPoolId: string;
  /** Name of the role that the identity acted as; absent where the platform did not say. */
  readonly roleName?: string;
  readonly firstPost: string;
  readonly lastPost: string;
  /** Since its DELETE, until its next POST: nothing is attached to it meanwhile. */
  readonly detachedAt?: string;
}

/** A device of a user. It may work from the moment that the item is there until the item is gone. */
export interface DeviceItem {
  readonly pk: string;
  readonly sk: string;
  /** Which of the user's policies names it. */
  readonly slot: number;
  /** `granting` until every policy names it, `revoking` until none does. */
  readonly state: 'granting' | 'granted' | 'revoking';
  /** ISO 8601, of the last change. */
  readonly changedAt: string;
}

/**
 * A user whose access an operator has taken away: while it is there, no identity of the user is attached. Whoever writes
 * it denies the identities that are recorded afterwards, and not before.
 */
export interface RevokedItem {
  readonly pk: string;
  readonly sk: string;
  /** ISO 8601. */
  readonly revokedAt: string;
  /** The operator's own words; the user is not told them. */
  readonly reason?: string;
  /** Whether the user could sign in before: what is given back when the mark goes. */
  readonly wasEnabled?: boolean;
}

/** The user that a partition belongs to. @throws Error for a key that is no user's */
export function userOfKey(pk: string): DirectoryUser {
  const [, userPoolId, sub] = /^user#([^#]+)#(.+)$/.exec(pk) ?? [];
  if (userPoolId === undefined || sub === undefined) throw new Error(`${pk} is no key of a user`);
  return { userPoolId, sub };
}
