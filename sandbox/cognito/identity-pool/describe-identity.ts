import type { Operation } from '../../service/operation.js';
import { operation, shapes } from './identity-pool-operation.js';
import type { OperationContext } from './operation-context.js';

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_DescribeIdentity.html */
export function describeIdentity(context: OperationContext): Operation {
  return operation({
    name: 'DescribeIdentity',
    access: { iam: () => context.identityPoolArn('*') },
    fields: { IdentityId: shapes.id },
    run({ IdentityId }) {
      const { logins, createdAt, updatedAt } = context.identities.get(IdentityId);
      const times = { CreationDate: createdAt / 1000, LastModifiedDate: updatedAt / 1000 };
      return { IdentityId, Logins: Object.keys(logins), ...times };
    },
  });
}
