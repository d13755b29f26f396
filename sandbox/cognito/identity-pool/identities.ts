import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.js';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import type { IdentityPoolState, IdentityRecord } from './identity-pool-tables.js';
import { forbidden, refused, type VerifiedLogin } from './logins.js';

/** Which user of which provider. */
type Login = Pick<VerifiedLogin, 'providerName' | 'sub'>;

export type Identities = ReturnType<typeof createIdentities>;

/** Which identity a login has. The same login always leads to the same identity of a pool. */
export function createIdentities({ identities }: IdentityPoolState, clock: Clock) {
  const loginName = (identityPoolId: string, providerName: string, sub: string) =>
    JSON.stringify([identityPoolId, providerName, sub]);
  const byLogin = identities.index(({ identityPoolId, logins }) =>
    Object.entries(logins).map(([providerName, sub]) => loginName(identityPoolId, providerName, sub)),
  );
  const ofLogin = (identityPoolId: string, { providerName, sub }: Login) =>
    byLogin(loginName(identityPoolId, providerName, sub))[0];

  /** Adds the logins that the identity does not have; one provider cannot stand for two users. */
  const link = (identity: IdentityRecord, logins: readonly Login[]): IdentityRecord => {
    const isOther = ({ providerName, sub }: Login) => (identity.logins[providerName] ?? sub) !== sub;
    if (logins.some(isOther)) throw mismatch();
    const added = logins.filter(({ providerName }) => identity.logins[providerName] === undefined);
    if (added.length === 0) return identity;
    const entries = added.map(({ providerName, sub }) => [providerName, sub] as const);
    const linked = {
      ...identity,
      logins: { ...identity.logins, ...Object.fromEntries(entries) },
      updatedAt: clock.now(),
    };
    identities.put(linked.identityId, linked);
    return linked;
  };

  const found = (identityId: string): IdentityRecord => {
    const identity = identities.get(identityId);
    if (identity) return identity;
    throw notFound(identityId);
  };

  const accessible = (identityId: string): IdentityRecord => {
    const identity = found(identityId);
    if (identity.inaccessible) throw forbidden(identityId);
    return identity;
  };

  const linkedTo = (identityPoolId: string, logins: readonly Login[]): IdentityRecord | undefined => {
    const linked = new Set(logins.flatMap((login) => ofLogin(identityPoolId, login) ?? []));
    if (linked.size > 1) throw new UnsupportedError('the merging of two identities that both have logins');
    return [...linked][0];
  };

  return {
    /** Throws ResourceNotFoundException. */
    get: found,

    /** One that somebody may still have. Throws NotAuthorizedException, too. */
    accessible,

    /** Of one pool, by identity ID. */
    ofPool(identityPoolId: string): IdentityRecord[] {
      const all = [...identities.values()].filter((identity) => identity.identityPoolId === identityPoolId);
      return all.sort((one, other) => (one.identityId < other.identityId ? -1 : 1));
    },

    /** Which identity this user has, if any. */
    ofLogin,

    /** Takes these logins away; whoever has one of them gets another identity from now on. */
    unlink(identity: IdentityRecord, providers: readonly string[]): void {
      const unlinked = withoutLogins(identity, providers, clock.now());
      identities.put(identity.identityId, unlinked);
    },

    has: (identityId: string): boolean => identities.get(identityId) !== undefined,

    /** Whoever has one of its logins gets another identity from now on. */
    delete(identityId: string): void {
      identities.delete(identityId);
    },

    addGuest(identityPoolId: string): IdentityRecord {
      const identity = newIdentity(identityPoolId, clock.now());
      identities.put(identity.identityId, identity);
      return identity;
    },

    /** The identity of these logins, made at their first sight. */
    ofLogins(identityPoolId: string, logins: readonly Login[]): IdentityRecord {
      return link(linkedTo(identityPoolId, logins) ?? newIdentity(identityPoolId, clock.now()), logins);
    },

    /**
     * The identity of a user that the app's back end vouches for: the one asked for, or the user's own. Trusted with
     * the account's credentials, the back end may link its user to any identity that has none of its users yet.
     */
    ofDeveloper(
      identityPoolId: string,
      login: Login,
      identityId: string | undefined,
      others: readonly Login[],
    ): IdentityRecord {
      const linked = linkedTo(identityPoolId, [login, ...others]);
      if (identityId === undefined) return link(linked ?? newIdentity(identityPoolId, clock.now()), [login, ...others]);
      const asked = accessible(identityId);
      if (asked.identityPoolId !== identityPoolId) throw notFound(identityId);
      if (linked !== undefined && linked !== asked) {
        const message = 'The developer user identifier is already registered with another identity.';
        throw new AwsError('DeveloperUserAlreadyRegisteredException', message);
      }
      return link(asked, [login, ...others]);
    },

    /**
     * The identity asked for, if one of the logins is its own. A guest's identity takes over a login that has none; when
     * the login has one already, the guest's is merged into that one, which AWS answers with instead.
     * https://docs.aws.amazon.com/cognito/latest/developerguide/switching-identities.html
     */
    claimedBy(identity: IdentityRecord, logins: readonly Login[]): IdentityRecord {
      const linked = linkedTo(identity.identityPoolId, logins);
      if (linked === identity) return link(identity, logins);
      if (Object.keys(identity.logins).length > 0) throw mismatch();
      if (linked === undefined) return link(identity, logins);
      const merged = link(linked, logins);
      identities.delete(identity.identityId);
      return merged;
    },
  };
}

function newIdentity(identityPoolId: string, now: number): IdentityRecord {
  const identityId = `${identityPoolId.split(':')[0]}:${randomUUID()}`;
  return { identityId, identityPoolId, logins: {}, createdAt: now, updatedAt: now };
}

/** "Removing the last linked login will make this identity inaccessible." */
function withoutLogins(identity: IdentityRecord, providers: readonly string[], now: number): IdentityRecord {
  const logins = Object.fromEntries(Object.entries(identity.logins).filter(([name]) => !providers.includes(name)));
  const isLast = Object.keys(logins).length === 0;
  return { ...identity, logins, updatedAt: now, ...(isLast ? { inaccessible: true } : {}) };
}

export function mismatch(): AwsError {
  return refused("Logins don't match. Please include at least one valid login for this identity or identity pool.");
}

function notFound(identityId: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Identity '${identityId}' not found.`);
}
