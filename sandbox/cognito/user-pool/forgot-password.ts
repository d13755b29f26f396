import { AwsError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import type { UserPoolClientSettings } from '../resources/cognito-resources.js';
import { deliveryDetails } from './codes.js';
import { unknownUserOf } from './unknown-user.js';
import type { OperationContext, UserPool } from './user-pool.js';
import { operation, shapes } from './user-pool-operation.js';
import type { UserRecord } from './user-pool-tables.js';

const fields = { ClientId: shapes.clientId, Username: shapes.username };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html */
export function forgotPassword({ appClient }: OperationContext): Operation {
  return operation({
    name: 'ForgotPassword',
    access: 'public',
    fields,
    async run({ ClientId, Username, ClientMetadata }) {
      const { pool, client } = appClient(ClientId);
      if (pool.settings.recoveryMechanisms.includes('admin_only')) {
        throw new AwsError('NotAuthorizedException', 'Contact administrator to reset password.');
      }
      const user = pool.users.find(Username);
      const refusal = refusalFor(pool, client, user);
      if (user && !refusal) {
        const occasion = { source: 'CustomMessage_ForgotPassword', clientId: ClientId } as const;
        return pool.codes.send(user, 'ForgotPassword', { ...occasion, clientMetadata: ClientMetadata, asked: true });
      }
      // Nobody learns which users exist, are enabled and have a verified address: AWS answers as if it had sent a code.
      if (client.preventUserExistenceErrors === 'ENABLED') return deliveryDetails(Username);
      throw refusal;
    },
  });
}

function refusalFor(pool: UserPool, client: UserPoolClientSettings, user: UserRecord | undefined) {
  if (user === undefined) return unknownUserOf(client) ?? new AwsError('UserNotFoundException', 'User does not exist.');
  if (user.status === 'EXTERNAL_PROVIDER' || user.status === 'FORCE_CHANGE_PASSWORD') {
    return new AwsError('NotAuthorizedException', 'User password cannot be reset in the current state.');
  }
  if (!user.enabled) return new AwsError('NotAuthorizedException', 'User is disabled.');
  if (pool.settings.recoveryMechanisms.includes('verified_email') && user.attributes.email_verified === 'true')
    return undefined;
  const message = 'Cannot reset password for the user as there is no registered/verified email or phone_number';
  return new AwsError('InvalidParameterException', message);
}
