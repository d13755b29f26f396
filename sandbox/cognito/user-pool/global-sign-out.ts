import { type Operation, operation, shapes } from './request.js';
import type { OperationContext } from './user-pool.js';

const fields = { AccessToken: shapes.token };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html */
export function globalSignOut({ signedInUser }: OperationContext): Operation {
  return operation('GlobalSignOut', fields, async ({ AccessToken }) => {
    const { pool, user } = await signedInUser(AccessToken);
    pool.sessions.endAllOf(user.sub);
    return {};
  });
}
