import { AwsError, UnsupportedError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { checkedAttributes } from './attributes.js';
import type { OperationContext } from './user-pool.js';
import { operation, shapes } from './user-pool-operation.js';

const fields = { AccessToken: shapes.token, UserAttributes: shapes.attributes };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html */
export function updateUserAttributes({ clock }: OperationContext): Operation {
  return operation({
    name: 'UpdateUserAttributes',
    access: 'token',
    fields,
    run({ UserAttributes }, { pool, client, user }) {
      const changes = checkedAttributes(pool.settings, client, UserAttributes);
      const immutable = pool.settings.schema.find(({ name, mutable }) => !mutable && Object.hasOwn(changes, name));
      if (immutable) {
        throw new AwsError('InvalidParameterException', `user.${immutable.name}: Attribute cannot be updated.\n`);
      }
      if (Object.hasOwn(changes, 'email')) throw new UnsupportedError("the change of a user's e-mail address");
      const attributes = { ...user.attributes, ...changes };
      pool.users.update(user, { attributes, updatedAt: clock.now() });
      return { CodeDeliveryDetailsList: [] };
    },
  });
}
