import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.js';
import { AwsError } from '../../errors.js';
import type { UserPoolSettings } from '../../template/cognito-resources.js';
import { createVerifier } from './srp.js';
import type { UserPoolState, UserRecord } from './state.js';

export interface UsersOptions {
  readonly userPoolId: string;
  readonly poolName: string;
  readonly settings: UserPoolSettings;
  readonly state: UserPoolState;
  readonly clock: Clock;
}

export type Users = ReturnType<typeof createUsers>;

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
      const signInName = withEmail ? user.attributes.email : user.userName;
      return signInName !== undefined && folded(signInName) === folded(name);
    });
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
      const userName = withEmail ? sub : name;
      const user: UserRecord = {
        userPoolId,
        sub,
        userName,
        attributes: withEmail ? { ...attributes, email: name } : attributes,
        status: 'UNCONFIRMED',
        enabled: true,
        passwordVerifier: createVerifier({ poolName, userIdForSrp: userName }, password),
        createdAt: clock.now(),
        updatedAt: clock.now(),
        codes: {},
        codeRequests: [],
        codeFailures: [],
        signInFailures: { count: 0, lastAt: 0, lockedUntil: 0 },
      };
      state.users[sub] = user;
      return user;
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
