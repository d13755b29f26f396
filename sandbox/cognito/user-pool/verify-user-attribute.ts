import { AwsError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { operation, shapes } from './user-pool-operation.js';
import type { UserRecord } from './user-pool-tables.js';

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html */
export function getUserAttributeVerificationCode(): Operation {
  return operation({
    name: 'GetUserAttributeVerificationCode',
    access: 'token',
    fields: { AccessToken: shapes.token, AttributeName: shapes.attributeName },
    async run({ AttributeName, ClientMetadata: clientMetadata }, { pool, user, clientId }) {
      checkAddress(user, AttributeName);
      const occasion = { source: 'CustomMessage_VerifyUserAttribute', clientId, clientMetadata } as const;
      return pool.codes.send(user, 'VerifyAttribute', { ...occasion, asked: true });
    },
  });
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html */
export function verifyUserAttribute(): Operation {
  return operation({
    name: 'VerifyUserAttribute',
    access: 'token',
    fields: { AccessToken: shapes.token, AttributeName: shapes.attributeName, Code: shapes.code },
    run({ AttributeName, Code }, { pool, user }) {
      checkAddress(user, AttributeName);
      pool.codes.use(user, 'VerifyAttribute', Code, () => ({
        attributes: { ...user.attributes, email_verified: 'true' },
      }));
      return {};
    },
  });
}

/** Only an e-mail address can be verified here: no user has a telephone number. */
function checkAddress({ attributes }: UserRecord, name: string): void {
  if (name !== 'email' && name !== 'phone_number') {
    throw new AwsError('InvalidParameterException', `The attribute ${name} cannot be verified.`);
  }
  if (attributes[name] !== undefined) return;
  throw new AwsError('InvalidParameterException', `User has no attribute ${name} to be verified.`);
}
