import { type CognitoIdentityClient, DescribeIdentityCommand } from '@aws-sdk/client-cognito-identity';
import { OperationError } from './operation-error.js';
import type { PoolUser, PoolUsers } from './pool-users.js';
import type { UserDirectory } from './user-entries.js';

/** Who is to be locked out, or let in again. */
export interface LockOutTarget {
  /** Undefined: nobody of the user pool, or nobody knows who. */
  readonly sub: string | undefined;
  /** Undefined although there is a `sub`: the user was deleted there. */
  readonly user: PoolUser | undefined;
  /** Given by hand; those that the directory knows come besides. */
  readonly identityIds: readonly string[];
}

export interface LockOutTargetTools {
  readonly users: PoolUsers;
  /** Undefined: the stack has none. */
  readonly directory: UserDirectory | undefined;
  readonly identities: Pick<CognitoIdentityClient, 'send'>;
  /** Whether guests are only looked at. @default refused */
  readonly guests?: 'told' | 'refused';
}

export interface GivenTarget {
  /** Sub, user name or e-mail address. */
  readonly user?: string | undefined;
  readonly identityId?: string | undefined;
}

/**
 * Finds out who is meant. An identity that the directory knows stands for its user: alone it would be evaded by a new
 * one. @throws OperationError `InvalidIdentity`, `UnknownUser`, `AmbiguousUser`, `NoDirectory`, `OtherUser`,
 * `GuestIdentity`
 */
export async function lockOutTarget(given: GivenTarget, tools: LockOutTargetTools): Promise<LockOutTarget> {
  const { user: name, identityId } = given;
  const { users, directory } = tools;
  const identityIds = identityId === undefined ? [] : [checkedIdentity(identityId)];
  const owner = identityId === undefined ? undefined : await directory?.userOf(identityId);
  if (name === undefined) {
    if (owner !== undefined) return { sub: owner, user: await bySub(users, owner), identityIds };
    if (identityId !== undefined && tools.guests !== 'told') await refuseGuests(identityId, tools);
    return { sub: undefined, user: undefined, identityIds };
  }
  const user = await users.find(name);
  const sub = user?.sub ?? (await subOfGone(name, directory));
  if (sub === undefined) throw unknownUser(name);
  if (directory === undefined && identityId === undefined) throw noDirectory(name);
  if (owner !== undefined && owner !== sub) throw otherUser(identityIds[0] ?? '', owner, sub);
  return { sub, user, identityIds };
}

/** @throws OperationError `InvalidIdentity` */
function checkedIdentity(identityId: string): string {
  if (/^[\w-]+:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(identityId)) return identityId;
  const what = `${JSON.stringify(identityId)} is no identity ID; one looks like eu-west-1:`;
  throw new OperationError('InvalidIdentity', `${what}01234567-89ab-cdef-0123-456789abcdef`);
}

/** A sub alone: whoever is called like a sub of somebody else is somebody else. */
async function bySub(users: PoolUsers, sub: string): Promise<PoolUser | undefined> {
  const found = await users.find(sub);
  return found?.sub === sub ? found : undefined;
}

/** Of a user who was deleted from the user pool the directory may still know. */
async function subOfGone(name: string, directory: UserDirectory | undefined): Promise<string | undefined> {
  const { identities, mark } = (await directory?.of(name)) ?? { identities: [], mark: undefined };
  return identities.length > 0 || mark !== undefined ? name : undefined;
}

/** AWS IoT asks no attached policy for guests, so that a Deny would only look like one. */
async function refuseGuests(IdentityId: string, { identities }: LockOutTargetTools): Promise<void> {
  try {
    const { Logins = [] } = await identities.send(new DescribeIdentityCommand({ IdentityId }));
    if (Logins.length > 0) return;
  } catch (error) {
    // Deleted: its credentials work on for up to an hour, and are denied as any others.
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return;
    throw error;
  }
  const what = `identity ${IdentityId} is a guest's, for whom AWS IoT asks no attached policy: nothing can be denied to it alone`;
  const remedy = 'take rights from the role of guests, for all of them, or turn guests off';
  throw new OperationError('GuestIdentity', `${what}; ${remedy}`);
}

function unknownUser(name: string): OperationError {
  const what = `neither the user pool nor the directory knows ${JSON.stringify(name)}`;
  return new OperationError(
    'UnknownUser',
    `${what} as sub, user name or e-mail address; of a deleted user give the sub`,
  );
}

function noDirectory(name: string): OperationError {
  const what = `which identities ${name} has is not known: the stack has no directory (no output DirectoryTable)`;
  const remedy = 'name the identity by --identity besides, or set "directory" to true and deploy again';
  return new OperationError('NoDirectory', `${what}; ${remedy}`);
}

function otherUser(identityId: string, owner: string, sub: string): OperationError {
  return new OperationError(
    'OtherUser',
    `identity ${identityId} is of user ${owner}, and not of ${sub}; name one of them`,
  );
}
