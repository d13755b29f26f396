import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { preSignUp } from '../triggers/sign-up-triggers.js';
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
  // For a pre-sign-up trigger.
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
    async run(request) {
      if (request.MessageAction === 'RESEND') throw new UnsupportedError('MessageAction RESEND of AdminCreateUser');
      const { settings, users, codes, triggers, checkMayMail } = context.userPool(request.UserPoolId);
      const attributes = attributesByOperator(settings, request.UserAttributes ?? []);
      if (settings.usernameAttributes.includes('email')) {
        if (!isEmail(request.Username)) throw new AwsError('InvalidParameterException', 'Username should be an email.');
        attributes.email = request.Username;
      }
      checkRequired(settings, attributes);
      const password = request.TemporaryPassword ?? `${randomBytes(12).toString('base64url')}-Aa1`;
      checkPassword(settings.passwordPolicy, password);
      const names = users.named(request.Username);
      // It can refuse, and nothing else: "ignored … when the trigger is triggered by the AdminCreateUser API".
      await preSignUp(triggers, {
        source: 'PreSignUp_AdminCreateUser',
        userName: names.userName,
        clientId: undefined,
        attributes,
        validationData: request.ValidationData,
        clientMetadata: request.ClientMetadata,
      });
      const invites = request.MessageAction !== 'SUPPRESS' && attributes.email !== undefined;
      if (invites) checkMayMail();
      const user = users.add(names, password, attributes, 'FORCE_CHANGE_PASSWORD');
      if (invites) await codes.invite(user, password, request.ClientMetadata);
      return { User: { ...adminUserView(user), Attributes: adminUserView(user).UserAttributes } };
    },
  });
}
