import type { Operation } from '../../service/operation.js';
import { operation, shapes } from './identity-pool-operation.js';
import type { IdentityRecord } from './identity-pool-tables.js';
import type { OperationContext } from './operation-context.js';

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_DescribeIdentity.html */
export function describeIdentity(context: OperationContext): Operation {
  return operation({
    name: 'DescribeIdentity',
    access: { iam: () => context.identityPoolArn('*') },
    fields: { IdentityId: shapes.id },
    run: ({ IdentityId }) => describedIdentity(context.identities.get(IdentityId)),
  });
}

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_IdentityDescription.html */
export function describedIdentity({ identityId, logins, createdAt, updatedAt }: IdentityRecord): object {
  const times = { CreationDate: createdAt / 1000, LastModifiedDate: updatedAt / 1000 };
  return { IdentityId: identityId, Logins: Object.keys(logins), ...times };
}
