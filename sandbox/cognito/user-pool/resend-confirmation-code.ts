import { AwsError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { deliveryDetails } from './codes.js';
import { unknownUserOf } from './unknown-user.js';
import type { OperationContext } from './user-pool.js';
import { operation, shapes } from './user-pool-operation.js';

const fields = { ClientId: shapes.clientId, Username: shapes.username };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html */
export function resendConfirmationCode({ appClient }: OperationContext): Operation {
  return operation({
    name: 'ResendConfirmationCode',
    access: 'public',
    fields,
    async run({ ClientId, Username, ClientMetadata }) {
      const { pool, client } = appClient(ClientId);
      const user = pool.users.find(Username);
      if (!user?.enabled) {
        const error = unknownUserOf(client);
        if (error) throw error;
        return deliveryDetails(Username);
      }
      if (user.status !== 'UNCONFIRMED') throw new AwsError('InvalidParameterException', 'User is already confirmed.');
      if (!pool.settings.autoVerifiedAttributes.includes('email') || !user.attributes.email) {
        throw new AwsError('InvalidParameterException', 'Cannot resend codes. Auto verification not turned on.');
      }
      const occasion = { source: 'CustomMessage_ResendCode', clientId: ClientId } as const;
      return pool.codes.send(user, 'SignUp', { ...occasion, clientMetadata: ClientMetadata, asked: true });
    },
  });
}
