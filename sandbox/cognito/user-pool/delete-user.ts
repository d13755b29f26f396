import { type Operation, operation, shapes } from './request.js';
import type { OperationContext } from './user-pool.js';

const fields = { AccessToken: shapes.token };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html */
export function deleteUser({ signedInUser }: OperationContext): Operation {
  return operation('DeleteUser', fields, async ({ AccessToken }) => {
    const { pool, user } = await signedInUser(AccessToken);
    pool.users.remove(user);
    return {};
  });
}
