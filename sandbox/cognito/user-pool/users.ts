import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.js';
import { AwsError } from '../../base/errors.js';
import type { UserPoolSettings } from '../resources/cognito-resources.js';
import { createVerifier } from './srp.js';
import type { ExternalIdentity, UserPoolState, UserRecord, UserStatus } from './user-pool-tables.js';

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

const DAY = 24 * 3_600_000;

/** The users of one pool. */
export function createUsers({ userPoolId, poolName, settings, state, clock }: UsersOptions) {
  const withEmail = settings.usernameAttributes.includes('email');
  const folded = (name: string) => (settings.caseSensitive ? name : name.toLowerCase());
  const ofPool = (namesOf: (user: UserRecord) => readonly string[]) =>
    state.users.index((user) => (user.userPoolId === userPoolId ? namesOf(user) : []));
  const bySignInName = ofPool((user) => {
    // Whoever signs in elsewhere may bring any e-mail address; it is no name to sign in with here.
    const signInName = withEmail && user.externalIdentity === undefined ? user.attributes.email : user.userName;
    return signInName === undefined ? [] : [folded(signInName)];
  });
  const byUserName = ofPool(({ userName }) => [userName]);

  const bySub = (sub: string): UserRecord | undefined => {
    const user = state.users.get(sub);
    return user?.userPoolId === userPoolId ? user : undefined;
  };

  /** By what people sign in with, or by the internal name, which AWS takes too. */
  const find = (name: string): UserRecord | undefined => bySub(name) ?? bySignInName(folded(name))[0];

  /** Puts the changed user in the place of what there is of it now, and gives it. */
  const update = ({ sub }: UserRecord, changes: Partial<UserRecord>): UserRecord => {
    const user = state.users.get(sub);
    // Deleted while an operation waited for something: its change must not bring the user back.
    if (user === undefined) throw new AwsError('UserNotFoundException', 'User does not exist.');
    const changed = { ...user, ...changes };
    state.users.put(sub, changed);
    return changed;
  };

  const keep = ({ password, ...user }: NewUser): UserRecord => {
    const record: UserRecord = {
      ...user,
      userPoolId,
      enabled: true,
      passwordVerifier: createVerifier({ poolName, userIdForSrp: user.userName }, password),
      passwordSetAt: clock.now(),
      createdAt: clock.now(),
      updatedAt: clock.now(),
      codes: {},
      codeRequests: [],
      codeFailures: [],
      signInFailures: { count: 0, lastAt: 0, lockedUntil: 0 },
    };
    state.users.put(record.sub, record);
    return record;
  };

  return {
    find,
    bySub,
    update,

    /** The sub, a UUID, is the internal name where e-mail addresses are the names. */
    add(
      name: string,
      password: string,
      attributes: Record<string, string>,
      status: 'UNCONFIRMED' | 'FORCE_CHANGE_PASSWORD',
    ): UserRecord {
      if (find(name)) {
        const message = withEmail ? 'An account with the given email already exists.' : 'User already exists';
        throw new AwsError('UsernameExistsException', message);
      }
      const sub = randomUUID();
      const own = withEmail ? { ...attributes, email: name } : attributes;
      return keep({ sub, userName: withEmail ? sub : name, attributes: own, status, password });
    },

    /** The user of an identity provider, made when it is seen first; the attributes are what it says now. */
    ofProvider(
      { providerName, userId }: Pick<ExternalIdentity, 'providerName' | 'userId'>,
      attributes: Record<string, string>,
    ): UserRecord {
      const userName = `${providerName}_${userId}`;
      const [known] = byUserName(userName);
      if (known !== undefined) {
        return update(known, { attributes: { ...known.attributes, ...attributes }, updatedAt: clock.now() });
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

    /** What changes in the user with this password. */
    newPassword(
      { userName }: UserRecord,
      password: string,
    ): Pick<UserRecord, 'passwordVerifier' | 'passwordSetAt' | 'updatedAt'> {
      const passwordVerifier = createVerifier({ poolName, userIdForSrp: userName }, password);
      return { passwordVerifier, passwordSetAt: clock.now(), updatedAt: clock.now() };
    },

    /** Whether it is a temporary one whose days are over: only an operator can set another then. */
    hasExpiredPassword({ status, passwordSetAt, createdAt }: UserRecord): boolean {
      const validity = settings.temporaryPasswordValidityDays * DAY;
      return status === 'FORCE_CHANGE_PASSWORD' && clock.now() >= (passwordSetAt ?? createdAt) + validity;
    },

    hasPassword(user: UserRecord, password: string): boolean {
      const identity = { poolName, userIdForSrp: user.userName };
      const { verifier } = createVerifier(identity, password, user.passwordVerifier.salt);
      return verifier === user.passwordVerifier.verifier;
    },

    remove(user: UserRecord): void {
      state.users.delete(user.sub);
    },
  };
}
