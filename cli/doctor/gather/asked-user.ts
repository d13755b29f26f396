import {
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Outputs } from '../../deployment/outputs.js';
import { type Answer, after, ask, orNone } from '../answer.js';
import type { User } from '../facts.js';
import type { Clients } from './clients.js';

const DAY_MS = 24 * 3_600_000;
/** Of pools that say nothing. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html */
const USUAL_DAYS = 7;

/** Known and undefined: there is no such user. */
export async function askedUser(
  Username: string,
  { UserPoolId }: Outputs,
  { users }: Clients,
): Promise<Answer<User | undefined>> {
  const found = await ask('cognito-idp:AdminGetUser', () =>
    orNone(users.send(new AdminGetUserCommand({ UserPoolId, Username })), 'UserNotFoundException'),
  );
  return after(found, async (one): Promise<Answer<User | undefined>> => {
    if (one === undefined) return { known: undefined };
    const groups = await ask('cognito-idp:AdminListGroupsForUser', () => groupsOf(Username, UserPoolId, { users }));
    return after(groups, async (known) => ({
      known: {
        userName: one.Username ?? Username,
        sub: one.UserAttributes?.find(({ Name }) => Name === 'sub')?.Value ?? '',
        enabled: one.Enabled ?? true,
        status: one.UserStatus ?? '',
        passwordUntil:
          one.UserStatus === 'FORCE_CHANGE_PASSWORD'
            ? (one.UserLastModifiedDate?.getTime() ?? 0) + (await validity(UserPoolId, { users }))
            : undefined,
        groups: known,
      },
    }));
  });
}

/** How long a temporary password works, in milliseconds; as long as a pool usually has it where that cannot be asked. */
async function validity(UserPoolId: string | undefined, { users }: Pick<Clients, 'users'>): Promise<number> {
  const pool = await ask('cognito-idp:DescribeUserPool', () => users.send(new DescribeUserPoolCommand({ UserPoolId })));
  const policy = 'known' in pool ? pool.known.UserPool?.Policies?.PasswordPolicy : undefined;
  return (policy?.TemporaryPasswordValidityDays ?? USUAL_DAYS) * DAY_MS;
}

async function groupsOf(
  Username: string,
  UserPoolId: string | undefined,
  { users }: Pick<Clients, 'users'>,
): Promise<User['groups']> {
  const { Groups = [] } = await users.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
  return Groups.map(({ GroupName = '', RoleArn, Precedence }) => ({
    name: GroupName,
    roleArn: RoleArn,
    // A group without one comes last.
    precedence: Precedence ?? Number.POSITIVE_INFINITY,
  })).sort((a, b) => a.precedence - b.precedence);
}
