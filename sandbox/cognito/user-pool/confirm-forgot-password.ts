import type { Operation } from '../../service/operation.js';
import { postConfirmation } from '../triggers/sign-up-triggers.js';
import { codeMismatch } from './codes.js';
import { checkPassword } from './password-policy.js';
import { unknownUserOf } from './unknown-user.js';
import type { OperationContext } from './user-pool.js';
import { operation, shapes } from './user-pool-operation.js';

const fields = {
  ClientId: shapes.clientId,
  Username: shapes.username,
  ConfirmationCode: shapes.code,
  Password: shapes.password,
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html */
export function confirmForgotPassword({ appClient }: OperationContext): Operation {
  return operation({
    name: 'ConfirmForgotPassword',
    access: 'public',
    fields,
    async run({ ClientId, Username, ConfirmationCode, Password, ClientMetadata }) {
      const { pool, client } = appClient(ClientId);
      const user = pool.users.find(Username);
      if (!user?.enabled) throw unknownUserOf(client) ?? codeMismatch();
      checkPassword(pool.settings.passwordPolicy, Password);
      const changed = pool.codes.use(user, 'ForgotPassword', ConfirmationCode, () => ({
        ...pool.users.newPassword(user, Password),
        // Whoever had to set another one has done so.
        ...(user.status === 'RESET_REQUIRED' ? { status: 'CONFIRMED' as const } : {}),
        signInFailures: { count: 0, lastAt: 0, lockedUntil: 0 },
      }));
      await postConfirmation(
        pool.triggers,
        'PostConfirmation_ConfirmForgotPassword',
        changed,
        ClientId,
        ClientMetadata,
      );
      return {};
    },
  });
}
