import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { adminFields, onUserPool } from './admin-request.js';
import { adminUserView } from './admin-users.js';
import { attributesByOperator, checkRequired, isEmail } from './attributes.js';
import { checkPassword } from './password-policy.js';
import type { OperationContext } from './user-pool.js';
import { operation, shapes } from './user-pool-operation.js';

const fields = {
  ...adminFields,
  DesiredDeliveryMediums: z.array(z.literal('EMAIL')).optional(),
  MessageAction: z.enum(['SUPPRESS', 'RESEND']).optional(),
  TemporaryPassword: shapes.password.optional(),
  UserAttributes: shapes.attributes.optional(),
  // Reaches a pre-sign-up trigger only, and pools with triggers are refused.
  ValidationData: shapes.attributes.optional(),
};

/**
 * The new user has a temporary password, and is asked for an own one at the first sign-in.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
 */
export function adminCreateUser(context: OperationContext): Operation {
  return operation({
    name: 'AdminCreateUser',
    access: onUserPool(context),
    fields,
    run(request) {
      if (request.MessageAction === 'RESEND') throw new UnsupportedError('MessageAction RESEND of AdminCreateUser');
      const { settings, users, codes } = context.userPool(request.UserPoolId);
      const attributes = attributesByOperator(settings, request.UserAttributes ?? []);
      if (settings.usernameAttributes.includes('email')) {
        if (!isEmail(request.Username)) throw new AwsError('InvalidParameterException', 'Username should be an email.');
        attributes.email = request.Username;
      }
      checkRequired(settings, attributes);
      const password = request.TemporaryPassword ?? `${randomBytes(12).toString('base64url')}-Aa1`;
      checkPassword(settings.passwordPolicy, password);
      const user = users.add(request.Username, password, attributes, 'FORCE_CHANGE_PASSWORD');
      if (request.MessageAction !== 'SUPPRESS' && user.attributes.email !== undefined) codes.invite(user, password);
      return { User: { ...adminUserView(user), Attributes: adminUserView(user).UserAttributes } };
    },
  });
}
