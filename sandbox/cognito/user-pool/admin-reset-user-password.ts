import { AwsError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { adminFields, adminUser, onUserPool } from './admin-request.js';
import type { OperationContext } from './user-pool.js';
import { operation } from './user-pool-operation.js';

/**
 * The user is sent a code, and has to set another password with it before the next sign-in.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminResetUserPassword.html
 */
export function adminResetUserPassword(context: OperationContext): Operation {
  return operation({
    name: 'AdminResetUserPassword',
    access: onUserPool(context),
    fields: adminFields,
    async run({ ClientMetadata: clientMetadata, ...request }) {
      const { pool, user } = adminUser(context, request);
      if (user.status !== 'CONFIRMED' && user.status !== 'RESET_REQUIRED') {
        throw new AwsError('NotAuthorizedException', 'User password cannot be reset in the current state.');
      }
      if (user.attributes.email_verified !== 'true') {
        const message = 'Cannot reset password for the user as there is no registered/verified email or phone_number';
        throw new AwsError('InvalidParameterException', message);
      }
      const reset = pool.users.update(user, { status: 'RESET_REQUIRED', updatedAt: context.clock.now() });
      const occasion = { source: 'CustomMessage_ForgotPassword', clientId: undefined, clientMetadata } as const;
      await pool.codes.send(reset, 'ForgotPassword', { ...occasion, asked: false });
      return {};
    },
  });
}
