import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.js';
import { AwsError, UnsupportedError } from '../../errors.js';
import { refused, type VerifiedLogin } from './logins.js';
import type { IdentityPoolState, IdentityRecord } from './state.js';

/** Which user of which provider. */
type Login = Pick<VerifiedLogin, 'providerName' | 'sub'>;

export type Identities = ReturnType<typeof createIdentities>;

/** Which identity a login has. The same login always leads to the same identity of a pool. */
export function createIdentities({ identities }: IdentityPoolState, clock: Clock) {
  const ofLogin = (identityPoolId: string, { providerName, sub }: Login) =>
    Object.values(identities).find(
      (identity) => identity.identityPoolId === identityPoolId && identity.logins[providerName] === sub,
    );

  const add = (identityPoolId: string): IdentityRecord => {
    const identityId = `${identityPoolId.split(':')[0]}:${randomUUID()}`;
    const now = clock.now();
    const identity = { identityId, identityPoolId, logins: {}, createdAt: now, updatedAt: now };
    identities[identityId] = identity;
    return identity;
  };

  /** Adds the logins that the identity does not have; one provider cannot stand for two users. */
  const link = (identity: IdentityRecord, logins: readonly Login[]): IdentityRecord => {
    const isOther = ({ providerName, sub }: Login) => (identity.logins[providerName] ?? sub) !== sub;
    if (logins.some(isOther)) throw mismatch();
    for (const { providerName, sub } of logins) {
      if (identity.logins[providerName] === undefined) identity.updatedAt = clock.now();
      identity.logins[providerName] = sub;
    }
    return identity;
  };

  const linkedTo = (identityPoolId: string, logins: readonly Login[]): IdentityRecord | undefined => {
    const found = new Set(logins.flatMap((login) => ofLogin(identityPoolId, login) ?? []));
    if (found.size > 1) throw new UnsupportedError('the merging of two identities that both have logins');
    return [...found][0];
  };

  return {
    /** Throws ResourceNotFoundException. */
    get(identityId: string): IdentityRecord {
      const identity = Object.hasOwn(identities, identityId) ? identities[identityId] : undefined;
      if (identity) return identity;
      throw notFound(identityId);
    },

    addGuest: add,

    /** The identity of these logins, made at their first sight. */
    ofLogins(identityPoolId: string, logins: readonly Login[]): IdentityRecord {
      return link(linkedTo(identityPoolId, logins) ?? add(identityPoolId), logins);
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
      if (identityId === undefined) return link(linked ?? add(identityPoolId), [login, ...others]);
      const asked = this.get(identityId);
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
      delete identities[identity.identityId];
      return merged;
    },
  };
}

export function mismatch(): AwsError {
  return refused("Logins don't match. Please include at least one valid login for this identity or identity pool.");
}

function notFound(identityId: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Identity '${identityId}' not found.`);
}
