import { z } from 'zod';
import type { Operate } from '../../service/operator.js';
import type { Change } from '../life-cycle-routes.js';
import { badRequest } from './bad-request.js';

const text = z.string().min(1);
const userName = { userPoolId: text, userName: text };
const created = z.strictObject({
  ...userName,
  password: text.optional(),
  confirmed: z.boolean().optional(),
  groups: z.array(text).optional(),
  attributes: z.record(text, z.string()).optional(),
});

type Created = z.infer<typeof created>;

/** What an operator does to users. */
export function serveUserActions(change: Change, operate: Operate): void {
  const onUser = (path: string, what: string, operation: string) =>
    change(path, 'machine', what, z.strictObject(userName), (body) => operate(operation, named(body)));
  const inGroup = (path: string, what: string, operation: string) =>
    change(path, 'machine', what, z.strictObject({ ...userName, groupName: text }), (body) =>
      operate(operation, { ...named(body), GroupName: body.groupName }),
    );

  change(
    'users/create',
    'machine',
    '{"userPoolId": …, "userName": "a@example.com", "password": …, "groups": […]}: makes a user',
    created,
    (body) => createUser(body, operate),
  );
  onUser(
    'users/confirm',
    '{"userPoolId": …, "userName": …}: as if the code had come back',
    'cognito-idp:AdminConfirmSignUp',
  );
  onUser('users/disable', 'whoever is disabled can no longer sign in', 'cognito-idp:AdminDisableUser');
  onUser('users/enable', 'and here again can', 'cognito-idp:AdminEnableUser');
  onUser('users/delete', 'deletes a user', 'cognito-idp:AdminDeleteUser');
  onUser('users/sign-out', "ends all of a user's sessions", 'cognito-idp:AdminUserGlobalSignOut');
  inGroup('users/add-to-group', 'the same with "groupName"', 'cognito-idp:AdminAddUserToGroup');
  inGroup('users/remove-from-group', 'the same with "groupName"', 'cognito-idp:AdminRemoveUserFromGroup');
  change(
    'users/set-password',
    'machine',
    'the same with "password", which is permanent',
    z.strictObject({ ...userName, password: text }),
    (body) => setPassword(body, body.password, operate),
  );
}

type Named = Pick<Created, 'userPoolId' | 'userName'>;

const named = ({ userPoolId, userName: name }: Named) => ({ UserPoolId: userPoolId, Username: name });

function setPassword(user: Named, password: string, operate: Operate): Promise<object> {
  return operate('cognito-idp:AdminSetUserPassword', { ...named(user), Password: password, Permanent: true });
}

/** All or nothing: a user whose group there is not would otherwise be there, and in the way of the next try. */
async function createUser(body: Created, operate: Operate): Promise<object> {
  const { password, confirmed = password !== undefined, groups = [], attributes = {} } = body;
  if (confirmed && password === undefined) throw badRequest('Whoever is confirmed needs a password.');
  const answer = await operate('cognito-idp:AdminCreateUser', {
    ...named(body),
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    ...(password === undefined ? {} : { TemporaryPassword: password }),
    // The invitation says the password, which nobody needs to be told who gave it.
    ...(confirmed ? { MessageAction: 'SUPPRESS' } : {}),
  });
  // As the operation says that it answers.
  const { User } = answer as unknown as CreatedUser;
  const user = { userPoolId: body.userPoolId, userName: User.Username };
  try {
    if (confirmed && password !== undefined) await setPassword(user, password, operate);
    for (const GroupName of groups) await operate('cognito-idp:AdminAddUserToGroup', { ...named(user), GroupName });
  } catch (error) {
    await operate('cognito-idp:AdminDeleteUser', named(user));
    throw error;
  }
  const sub = User.Attributes.find(({ Name }) => Name === 'sub')?.Value ?? '';
  return { userName: User.Username, sub };
}

interface CreatedUser {
  readonly User: {
    readonly Username: string;
    readonly Attributes: readonly { readonly Name: string; readonly Value: string }[];
  };
}
