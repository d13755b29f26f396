import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.js';
import { AwsError } from '../../errors.js';
import type { UserPoolSettings } from '../../template/cognito-resources.js';
import { createVerifier } from './srp.js';
import type { ExternalIdentity, UserPoolState, UserRecord, UserStatus } from './state.js';

export interface UsersOptions {
  readonly userPoolId: string;
  readonly poolName: string;
  readonly settings: UserPoolSettings;
  readonly state: UserPoolState;
  readonly clock: Clock;
}

export type Users = ReturnType<typeof createUsers>;

interface NewUser {
  readonly sub: string;
  readonly userName: string;
  readonly attributes: Record<string, string>;
  readonly status: UserStatus;
  readonly password: string;
  readonly externalIdentity?: ExternalIdentity;
  readonly groups?: string[];
}

/** The users of one pool. */
export function createUsers({ userPoolId, poolName, settings, state, clock }: UsersOptions) {
  const withEmail = settings.usernameAttributes.includes('email');
  const folded = (name: string) => (settings.caseSensitive ? name : name.toLowerCase());
  const all = () => Object.values(state.users).filter((user) => user.userPoolId === userPoolId);

  /** By what people sign in with, or by the internal name, which AWS takes too. */
  const find = (name: string): UserRecord | undefined => {
    const direct = state.users[name];
    if (direct?.userPoolId === userPoolId) return direct;
    return all().find((user) => {
      // Whoever signs in elsewhere may bring any e-mail address; it is no name to sign in with here.
      const signInName = withEmail && user.externalIdentity === undefined ? user.attributes.email : user.userName;
      return signInName !== undefined && folded(signInName) === folded(name);
    });
  };

  const keep = ({ password, ...user }: NewUser): UserRecord => {
    const record: UserRecord = {
      ...user,
      userPoolId,
      enabled: true,
      passwordVerifier: createVerifier({ poolName, userIdForSrp: user.userName }, password),
      createdAt: clock.now(),
      updatedAt: clock.now(),
      codes: {},
      codeRequests: [],
      codeFailures: [],
      signInFailures: { count: 0, lastAt: 0, lockedUntil: 0 },
    };
    state.users[record.sub] = record;
    return record;
  };

  return {
    find,
    bySub: (sub: string) => (state.users[sub]?.userPoolId === userPoolId ? state.users[sub] : undefined),

    /** Adds an unconfirmed user. The sub, a UUID, is the internal name where e-mail addresses are the names. */
    add(name: string, password: string, attributes: Record<string, string>): UserRecord {
      if (find(name)) {
        const message = withEmail ? 'An account with the given email already exists.' : 'User already exists';
        throw new AwsError('UsernameExistsException', message);
      }
      const sub = randomUUID();
      const own = withEmail ? { ...attributes, email: name } : attributes;
      return keep({ sub, userName: withEmail ? sub : name, attributes: own, status: 'UNCONFIRMED', password });
    },

    /** The user of an identity provider, made when it is seen first; the attributes are what it says now. */
    ofProvider(
      { providerName, userId }: Pick<ExternalIdentity, 'providerName' | 'userId'>,
      attributes: Record<string, string>,
    ): UserRecord {
      const userName = `${providerName}_${userId}`;
      const known = all().find((user) => user.userName === userName);
      if (known !== undefined) {
        Object.assign(known.attributes, attributes);
        known.updatedAt = clock.now();
        return known;
      }
      return keep({
        sub: randomUUID(),
        userName,
        attributes,
        status: 'EXTERNAL_PROVIDER',
        // Nobody knows it: such a user has no password here.
        password: randomBytes(32).toString('base64'),
        externalIdentity: { providerName, providerType: 'OIDC', userId, dateCreated: clock.now() },
        // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
        groups: [`${userPoolId}_${providerName}`],
      });
    },

    setPassword(user: UserRecord, password: string): void {
      user.passwordVerifier = createVerifier({ poolName, userIdForSrp: user.userName }, password);
      user.updatedAt = clock.now();
    },

    hasPassword(user: UserRecord, password: string): boolean {
      const identity = { poolName, userIdForSrp: user.userName };
      const { verifier } = createVerifier(identity, password, user.passwordVerifier.salt);
      return verifier === user.passwordVerifier.verifier;
    },

    remove(user: UserRecord): void {
      delete state.users[user.sub];
    },
  };
}
