import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { postConfirmation } from '../triggers/sign-up-triggers.js';
import { expiredCode } from './codes.js';
import { unknownUserOf } from './unknown-user.js';
import type { OperationContext } from './user-pool.js';
import { operation, shapes } from './user-pool-operation.js';

const fields = {
  ClientId: shapes.clientId,
  Username: shapes.username,
  ConfirmationCode: shapes.code,
  // Moves an alias from one user to another, and pools with aliases are refused.
  ForceAliasCreation: z.boolean().optional(),
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html */
export function confirmSignUp({ appClient }: OperationContext): Operation {
  return operation({
    name: 'ConfirmSignUp',
    access: 'public',
    fields,
    async run({ ClientId, Username, ConfirmationCode, ClientMetadata }) {
      const { pool, client } = appClient(ClientId);
      const user = pool.users.find(Username);
      if (!user?.enabled) throw unknownUserOf(client) ?? expiredCode();
      if (user.status !== 'UNCONFIRMED') {
        throw new AwsError('NotAuthorizedException', `User cannot be confirmed. Current status is ${user.status}`);
      }
      const confirmed = pool.codes.use(user, 'SignUp', ConfirmationCode, () => ({
        status: 'CONFIRMED',
        attributes: { ...user.attributes, email_verified: 'true' },
      }));
      await postConfirmation(pool.triggers, 'PostConfirmation_ConfirmSignUp', confirmed, ClientId, ClientMetadata);
      return {};
    },
  });
}
