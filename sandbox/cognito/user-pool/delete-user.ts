import type { Operation } from '../../service/operation.js';
import { operation, shapes } from './user-pool-operation.js';

const fields = { AccessToken: shapes.token };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html */
export function deleteUser(): Operation {
  return operation({
    name: 'DeleteUser',
    access: 'token',
    fields,
    run(_input, { pool, user }) {
      pool.users.remove(user);
      return {};
    },
  });
}
