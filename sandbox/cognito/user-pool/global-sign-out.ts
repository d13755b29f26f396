import type { Operation } from '../../service/operation.js';
import { operation, shapes } from './user-pool-operation.js';

const fields = { AccessToken: shapes.token };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html */
export function globalSignOut(): Operation {
  return operation({
    name: 'GlobalSignOut',
    access: 'token',
    fields,
    run(_input, { pool, user }) {
      pool.sessions.endAllOf(user.sub);
      return {};
    },
  });
}
