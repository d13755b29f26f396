import { z } from 'zod';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { mfaView } from '../mfa/mfa-preferences.js';
import { postConfirmation } from '../triggers/sign-up-triggers.js';
import { adminFields, adminUser, onUserPool } from './admin-request.js';
import { attributesByOperator } from './attributes.js';
import { checkPassword } from './password-policy.js';
import type { OperationContext, UserPool } from './user-pool.js';
import { operation, shapes } from './user-pool-operation.js';
import type { UserRecord } from './user-pool-tables.js';

/** What an operator does to one user: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/ */
export function adminUserOperations(context: OperationContext): Operation[] {
  const onUser = (name: string, run: (pool: UserPool, user: UserRecord) => object) =>
    operation({
      name,
      access: onUserPool(context),
      fields: adminFields,
      run(request) {
        const { pool, user } = adminUser(context, request);
        return run(pool, user);
      },
    });
  return [
    adminConfirmSignUp(context),
    onUser('AdminDeleteUser', ({ users }, user) => {
      users.remove(user);
      return {};
    }),
    onUser('AdminDisableUser', (pool, user) => {
      // "Revokes all access tokens": enabling the user does not bring them back. Whether refresh tokens come back AWS
      // does not say, so they do not.
      pool.sessions.endAllOf(user.sub);
      return setEnabled(pool, user, { enabled: false });
    }),
    onUser('AdminEnableUser', (pool, user) => setEnabled(pool, user, { enabled: true })),
    onUser('AdminGetUser', (pool, user) => ({ ...adminUserView(user), ...mfaView(pool, user) })),
    adminSetUserPassword(context),
    adminUpdateUserAttributes(context),
    onUser('AdminUserGlobalSignOut', ({ sessions }, user) => {
      sessions.endAllOf(user.sub);
      return {};
    }),
  ];
}

/** As AdminGetUser answers; times are seconds since 1970. */
export function adminUserView(user: UserRecord) {
  const { sub, userName, attributes, enabled, status, createdAt, updatedAt } = user;
  return {
    Username: userName,
    UserAttributes: Object.entries({ sub, ...attributes, ...linkedAttribute(user) }).map(([Name, Value]) => ({
      Name,
      Value,
    })),
    UserCreateDate: createdAt / 1000,
    UserLastModifiedDate: updatedAt / 1000,
    Enabled: enabled,
    UserStatus: status,
  };
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation-consolidate-users.html */
function linkedAttribute({ linkedIdentities = [] }: UserRecord): Record<string, string> {
  if (linkedIdentities.length === 0) return {};
  const shown = linkedIdentities.map((identity) => ({ ...identity, issuer: null, primary: false }));
  return { identities: JSON.stringify(shown) };
}

/** Does not verify the e-mail address: only its owner can. */
function adminConfirmSignUp(context: OperationContext): Operation {
  return operation({
    name: 'AdminConfirmSignUp',
    access: onUserPool(context),
    fields: adminFields,
    async run(request) {
      const { pool, user } = adminUser(context, request);
      if (user.status !== 'UNCONFIRMED') {
        const message = `User cannot be confirmed. Current status is ${user.status}`;
        throw new AwsError('NotAuthorizedException', message);
      }
      const confirmed = pool.users.update(user, { status: 'CONFIRMED' });
      const source = 'PostConfirmation_ConfirmSignUp';
      await postConfirmation(pool.triggers, source, confirmed, undefined, request.ClientMetadata);
      return {};
    },
  });
}

/** What a disabled user was issued is revoked for good: enabling lets sign in anew, and brings no token back. */
function setEnabled(
  { users, sessions }: UserPool,
  user: UserRecord,
  { enabled }: { readonly enabled: boolean },
): object {
  users.update(user, { enabled });
  if (!enabled) sessions.endAllOf(user.sub);
  return {};
}

function adminSetUserPassword(context: OperationContext): Operation {
  const fields = { ...adminFields, Password: shapes.password, Permanent: z.boolean().optional() };
  return operation({
    name: 'AdminSetUserPassword',
    access: onUserPool(context),
    fields,
    run(request) {
      const { pool, user } = adminUser(context, request);
      if (user.externalIdentity) throw new UnsupportedError('AdminSetUserPassword for a user of an identity provider');
      checkPassword(pool.settings.passwordPolicy, request.Password);
      const status = request.Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
      pool.users.update(user, { ...pool.users.newPassword(user, request.Password), status });
      return {};
    },
  });
}

/** An operator may also set what no app client may write. */
function adminUpdateUserAttributes(context: OperationContext): Operation {
  const fields = { ...adminFields, UserAttributes: shapes.attributes };
  return operation({
    name: 'AdminUpdateUserAttributes',
    access: onUserPool(context),
    fields,
    run(request) {
      const { pool, user } = adminUser(context, request);
      const changes = attributesByOperator(pool.settings, request.UserAttributes);
      const immutable = pool.settings.schema.find(({ name, mutable }) => !mutable && Object.hasOwn(changes, name));
      if (immutable) {
        throw new AwsError('InvalidParameterException', `user.${immutable.name}: Attribute cannot be updated.\n`);
      }
      if (Object.hasOwn(changes, 'email')) throw new UnsupportedError("the change of a user's e-mail address");
      const attributes = { ...user.attributes, ...changes };
      pool.users.update(user, { attributes, updatedAt: context.clock.now() });
      return {};
    },
  });
}
