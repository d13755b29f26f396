import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { OperationError } from './operation-error.js';

/** A user as the user pool knows them. */
export interface PoolUser {
  readonly sub: string;
  readonly userName: string;
  readonly email: string | undefined;
  readonly enabled: boolean;
  readonly status: string;
  /** Names of the providers that the user comes by; none: a password of the user pool's own. */
  readonly providers: readonly string[];
}

/** The users of one user pool. Errors of AWS are thrown as they are. */
export interface PoolUsers {
  /**
   * By sub, user name or e-mail address. All three are asked: one user's name may be another's sub or address.
   *
   * @throws OperationError `AmbiguousUser`
   */
  find(given: string): Promise<PoolUser | undefined>;
  /** A page of all, of up to 60. @param after what the page before gave as `next` */
  page(size: number, after?: string): Promise<PoolPage>;
  /** No sign-in and no refresh any more; access tokens are revoked. */
  disable(user: PoolUser): Promise<void>;
  enable(user: PoolUser): Promise<void>;
  /** Revokes all refresh tokens. */
  signOut(user: PoolUser): Promise<void>;
}

export interface PoolPage {
  readonly users: readonly PoolUser[];
  /** Undefined: it was the last one. */
  readonly next: string | undefined;
}

/** What ListUsers can search for: https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html */
const NAMES = ['sub', 'username', 'email'];

export function createPoolUsers(cognito: Pick<CognitoIdentityProviderClient, 'send'>, UserPoolId: string): PoolUsers {
  const by = async (name: string, value: string) => {
    const Filter = `${name} = "${value.replaceAll(/["\\]/g, '\\$&')}"`;
    const { Users = [] } = await cognito.send(new ListUsersCommand({ UserPoolId, Filter }));
    return Users.map(poolUser);
  };
  const named = ({ userName: Username }: PoolUser) => ({ UserPoolId, Username });

  return {
    async find(given) {
      const found = (await Promise.all(NAMES.map((name) => by(name, given)))).flat();
      const users = [...new Map(found.map((user) => [user.sub, user])).values()];
      if (users.length > 1) throw ambiguous(given, users);
      return users[0];
    },
    async page(Limit, PaginationToken) {
      const found = await cognito.send(new ListUsersCommand({ UserPoolId, Limit, PaginationToken }));
      return { users: (found.Users ?? []).map(poolUser), next: found.PaginationToken };
    },
    async disable(user) {
      await cognito.send(new AdminDisableUserCommand(named(user)));
    },
    async enable(user) {
      await cognito.send(new AdminEnableUserCommand(named(user)));
    },
    async signOut(user) {
      await cognito.send(new AdminUserGlobalSignOutCommand(named(user)));
    },
  };
}

function poolUser({ Username = '', Attributes = [], Enabled = false, UserStatus }: UserType): PoolUser {
  const attribute = (name: string) => Attributes.find(({ Name }) => Name === name)?.Value;
  return {
    sub: attribute('sub') ?? '',
    userName: Username,
    email: attribute('email'),
    enabled: Enabled,
    status: UserStatus ?? '',
    providers: providersOf(attribute('identities')),
  };
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation-consolidate-users.html */
function providersOf(identities = '[]'): string[] {
  try {
    return (JSON.parse(identities) as { providerName?: string }[]).map(({ providerName = '?' }) => providerName);
  } catch {
    return [];
  }
}

function ambiguous(given: string, users: readonly PoolUser[]): OperationError {
  const list = users.map(({ sub, userName, email }) => `${sub} (user name ${userName}, e-mail ${email ?? 'none'})`);
  const what = `${JSON.stringify(given)} is sub, user name or e-mail address of ${users.length} users: ${list.join('; ')}`;
  return new OperationError('AmbiguousUser', `${what}; name the one that is meant by sub`);
}
