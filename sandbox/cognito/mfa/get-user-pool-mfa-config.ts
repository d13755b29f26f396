import type { Operation } from '../../service/operation.js';
import { adminFields, onUserPool } from '../user-pool/admin-request.js';
import type { OperationContext } from '../user-pool/user-pool.js';
import { operation } from '../user-pool/user-pool-operation.js';

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolMfaConfig.html */
export function getUserPoolMfaConfig(context: OperationContext): Operation {
  return operation({
    name: 'GetUserPoolMfaConfig',
    access: onUserPool(context),
    fields: { UserPoolId: adminFields.UserPoolId },
    run({ UserPoolId }) {
      const { mfa } = context.userPool(UserPoolId).settings;
      return { SoftwareTokenMfaConfiguration: { Enabled: mfa !== 'OFF' }, MfaConfiguration: mfa };
    },
  });
}
