import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.js';
import { AwsError } from '../../base/errors.js';
import type { UserPoolSettings } from '../resources/user-pool-settings.js';
import { createPasswords } from './passwords.js';
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

/** What a user that is about to be made will be called. */
export interface NamesOfUser {
  /** What people sign in with. */
  readonly name: string;
  readonly sub: string;
  readonly userName: string;
}

interface NewUser {
  readonly sub: string;
  readonly userName: string;
  readonly attributes: Record<string, string>;
  readonly status: UserStatus;
  readonly password: string;
  readonly externalIdentity?: ExternalIdentity;
  readonly groups?: string[];
}

type ProviderIdentity = Pick<ExternalIdentity, 'providerName' | 'userId'>;

const identityKey = ({ providerName, userId }: ProviderIdentity) => `${providerName}_${userId}`;

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
  const byIdentity = ofPool(({ externalIdentity, linkedIdentities = [] }) =>
    [...(externalIdentity === undefined ? [] : [externalIdentity]), ...linkedIdentities].map(identityKey),
  );
  // Small where the pool does not tell letters by case: people report `google_1234`.
  const federatedName = (identity: ProviderIdentity) => folded(identityKey(identity));

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

  const refuseKnown = (name: string) => {
    if (find(name) === undefined) return;
    const message = withEmail ? 'An account with the given email already exists.' : 'User already exists';
    throw new AwsError('UsernameExistsException', message);
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
    all: (): readonly UserRecord[] => [...state.users.values()].filter((user) => user.userPoolId === userPoolId),
    update,

    /**
     * Names of a new user, which is not there yet. The sub, a UUID, is the internal name where e-mail addresses are the
     * names.
     *
     * @throws AwsError UsernameExistsException
     */
    named(name: string): NamesOfUser {
      refuseKnown(name);
      const sub = randomUUID();
      return { name, sub, userName: withEmail ? sub : name };
    },

    /** Looks once more, since whoever was named may have waited for a function. @throws AwsError as `named` */
    add(
      { name, sub, userName }: NamesOfUser,
      password: string,
      attributes: Record<string, string>,
      status: 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD',
    ): UserRecord {
      refuseKnown(name);
      const own = withEmail ? { ...attributes, email: name } : attributes;
      return keep({ sub, userName, attributes: own, status, password });
    },

    federatedName,

    /** The user of an identity provider, if it has been here before. */
    ofIdentity: (identity: ProviderIdentity): UserRecord | undefined => byIdentity(identityKey(identity))[0],

    /** The user of an identity provider, made when it is seen first; the attributes are what it says now. */
    ofProvider({ providerName, userId }: ProviderIdentity, attributes: Record<string, string>): UserRecord {
      const userName = federatedName({ providerName, userId });
      const [known] = byIdentity(identityKey({ providerName, userId }));
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

    ...createPasswords({ poolName, settings, clock }),

    remove(user: UserRecord): void {
      state.users.delete(user.sub);
    },
  };
}
