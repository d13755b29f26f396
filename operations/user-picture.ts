import type { Denial } from './denial.js';
import type { LiveConnection, LiveConnections } from './live-connections.js';
import type { PoolUser } from './pool-users.js';
import type { DeviceEntry, IdentityEntry, RevokedMark, UserEntries } from './user-entries.js';

/** A user, their identities, and what hangs on each. */
export interface UserPicture {
  /** Undefined: nobody knows whose the identities are. */
  readonly sub: string | undefined;
  /** Undefined: the user pool does not know them. */
  readonly user: PoolUser | undefined;
  readonly revoked: RevokedMark | undefined;
  readonly devices: readonly DeviceEntry[];
  readonly identities: readonly IdentityPicture[];
}

export interface IdentityPicture extends Partial<IdentityEntry> {
  readonly identityId: string;
  /** Names of the attached IoT policies. */
  readonly policies: readonly string[];
  /** Of the client IDs that were asked for. */
  readonly connections: readonly LiveConnection[];
}

export interface UserPictureTools {
  readonly denial: Pick<Denial, 'attachedTo'>;
  readonly connections: Pick<LiveConnections, 'look'>;
  /** Client IDs of an identity that AWS IoT's log tells of. @returns false where there is no log */
  logged(identityId: string, found: (clientId: string) => void): Promise<boolean>;
}

const UNKNOWN: UserEntries = { identities: [], devices: [], mark: undefined };

/**
 * Looks at everything that is known of one user, or of one identity without one. AWS IoT lists no connections of an
 * identity: looked for are those of its own ID, and of client IDs that its log tells.
 */
export async function userPicture(
  {
    sub,
    user,
    entries,
    identityIds,
  }: {
    readonly sub: string | undefined;
    readonly user: PoolUser | undefined;
    readonly entries: UserEntries | undefined;
    /** Besides those of the entries. */
    readonly identityIds: readonly string[];
  },
  tools: UserPictureTools,
): Promise<UserPicture> {
  const { identities, devices, mark } = entries ?? UNKNOWN;
  const others = identityIds.filter((identityId) => !identities.some((one) => one.identityId === identityId));
  const pictures: IdentityPicture[] = [];
  // One after the other: a few calls for each, below what AWS takes of an account.
  for (const one of [...identities, ...others.map((identityId) => ({ identityId }))]) {
    pictures.push(await identityPicture(one, tools));
  }
  return { sub, user, revoked: mark, devices, identities: pictures };
}

async function identityPicture(
  entry: Partial<IdentityEntry> & Pick<IdentityEntry, 'identityId'>,
  { denial, connections, logged }: UserPictureTools,
): Promise<IdentityPicture> {
  const { identityId } = entry;
  const clientIds = new Set([identityId]);
  const [policies] = await Promise.all([
    denial.attachedTo(identityId),
    logged(identityId, (clientId) => clientIds.add(clientId)),
  ]);
  const found = await Promise.all([...clientIds].map((clientId) => connections.look(clientId)));
  return {
    ...entry,
    policies,
    connections: found.filter((one) => one !== undefined).filter(({ connected }) => connected),
  };
}
