import type { OperationContext } from './operation-context.js';
import { type Operation, operation, shapes } from './request.js';

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_DescribeIdentity.html */
export function describeIdentity({ identities }: OperationContext): Operation {
  return operation('DescribeIdentity', { IdentityId: shapes.id }, ({ IdentityId }) => {
    const { logins, createdAt, updatedAt } = identities.get(IdentityId);
    const times = { CreationDate: createdAt / 1000, LastModifiedDate: updatedAt / 1000 };
    return { IdentityId, Logins: Object.keys(logins), ...times };
  });
}
