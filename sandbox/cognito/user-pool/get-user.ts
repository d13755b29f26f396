import { isReadable } from './attributes.js';
import { type Operation, operation, shapes } from './request.js';
import type { OperationContext } from './user-pool.js';

const fields = { AccessToken: shapes.token };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html */
export function getUser({ signedInUser }: OperationContext): Operation {
  return operation('GetUser', fields, async ({ AccessToken }) => {
    const { user, client } = await signedInUser(AccessToken);
    const attributes = Object.entries({ ...user.attributes, sub: user.sub }).filter(([name]) =>
      isReadable(client, name),
    );
    return { Username: user.userName, UserAttributes: attributes.map(([Name, Value]) => ({ Name, Value })) };
  });
}
