import { checkPassword } from './password-policy.js';
import { type Operation, operation, shapes } from './request.js';
import { judgeAttempt } from './sign-in-attempts.js';
import type { OperationContext } from './user-pool.js';

const fields = { AccessToken: shapes.token, PreviousPassword: shapes.password, ProposedPassword: shapes.password };

/** Tokens stay good. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html */
export function changePassword({ signedInUser, clock }: OperationContext): Operation {
  return operation('ChangePassword', fields, async ({ AccessToken, PreviousPassword, ProposedPassword }) => {
    const { pool, user } = await signedInUser(AccessToken);
    judgeAttempt(pool.users, user, clock.now(), () => pool.users.hasPassword(user, PreviousPassword));
    checkPassword(pool.settings.passwordPolicy, ProposedPassword);
    pool.users.update(user, pool.users.newPassword(user, ProposedPassword));
    return {};
  });
}
