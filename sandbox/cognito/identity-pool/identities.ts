import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.js';
import { AwsError, UnsupportedError } from '../../errors.js';
import { refused, type VerifiedLogin } from './logins.js';
import type { IdentityPoolState, IdentityRecord } from './state.js';

export type Identities = ReturnType<typeof createIdentities>;

/** Which identity a login has. The same login always leads to the same identity of a pool. */
export function createIdentities({ identities }: IdentityPoolState, clock: Clock) {
  const ofLogin = (identityPoolId: string, { providerName, sub }: VerifiedLogin) =>
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
  const link = (identity: IdentityRecord, logins: readonly VerifiedLogin[]): IdentityRecord => {
    const isOther = ({ providerName, sub }: VerifiedLogin) => (identity.logins[providerName] ?? sub) !== sub;
    if (logins.some(isOther)) throw mismatch();
    for (const { providerName, sub } of logins) {
      if (identity.logins[providerName] === undefined) identity.updatedAt = clock.now();
      identity.logins[providerName] = sub;
    }
    return identity;
  };

  const linkedTo = (identityPoolId: string, logins: readonly VerifiedLogin[]): IdentityRecord | undefined => {
    const found = new Set(logins.flatMap((login) => ofLogin(identityPoolId, login) ?? []));
    if (found.size > 1) throw new UnsupportedError('the merging of two identities that both have logins');
    return [...found][0];
  };

  return {
    /** Throws ResourceNotFoundException. */
    get(identityId: string): IdentityRecord {
      const identity = Object.hasOwn(identities, identityId) ? identities[identityId] : undefined;
      if (identity) return identity;
      throw new AwsError('ResourceNotFoundException', `Identity '${identityId}' not found.`);
    },

    addGuest: add,

    /** The identity of these logins, made at their first sight. */
    ofLogins(identityPoolId: string, logins: readonly VerifiedLogin[]): IdentityRecord {
      return link(linkedTo(identityPoolId, logins) ?? add(identityPoolId), logins);
    },

    /**
     * The identity asked for, if one of the logins is its own. A guest's identity takes over a login that has none; when
     * the login has one already, the guest's is merged into that one, which AWS answers with instead.
     * https://docs.aws.amazon.com/cognito/latest/developerguide/switching-identities.html
     */
    claimedBy(identity: IdentityRecord, logins: readonly VerifiedLogin[]): IdentityRecord {
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

function mismatch(): AwsError {
  return refused("Logins don't match. Please include at least one valid login for this identity or identity pool.");
}
