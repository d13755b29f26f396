import type { Operation } from '../../service/operation.js';
import { judgeAttempt } from '../sign-in/sign-in-attempts.js';
import { checkPassword } from './password-policy.js';
import type { OperationContext } from './user-pool.js';
import { operation, shapes } from './user-pool-operation.js';

const fields = { AccessToken: shapes.token, PreviousPassword: shapes.password, ProposedPassword: shapes.password };

/** Tokens stay good. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html */
export function changePassword({ clock }: OperationContext): Operation {
  return operation({
    name: 'ChangePassword',
    access: 'token',
    fields,
    run({ PreviousPassword, ProposedPassword }, { pool, user }) {
      judgeAttempt(pool, user, clock.now(), () => pool.users.hasPassword(user, PreviousPassword));
      checkPassword(pool.settings.passwordPolicy, ProposedPassword);
      pool.users.update(user, pool.users.newPassword(user, ProposedPassword));
      return {};
    },
  });
}
