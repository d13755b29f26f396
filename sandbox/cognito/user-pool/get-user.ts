import type { Operation } from '../../service/operation.js';
import { mfaView } from '../mfa/mfa-preferences.js';
import { isReadable } from './attributes.js';
import { operation, shapes } from './user-pool-operation.js';

const fields = { AccessToken: shapes.token };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html */
export function getUser(): Operation {
  return operation({
    name: 'GetUser',
    access: 'token',
    fields,
    run(_input, { pool, user, client }) {
      const attributes = Object.entries({ ...user.attributes, sub: user.sub }).filter(([name]) =>
        isReadable(client, name),
      );
      return {
        Username: user.userName,
        UserAttributes: attributes.map(([Name, Value]) => ({ Name, Value })),
        ...mfaView(pool, user),
      };
    },
  });
}
