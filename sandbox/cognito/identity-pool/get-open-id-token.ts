import { AwsError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { operation, shapes } from './identity-pool-operation.js';
import type { OperationContext } from './operation-context.js';

/**
 * Part of the basic (classic) flow, and pools that allow it are refused at boot.
 * https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetOpenIdToken.html
 */
export function getOpenIdToken({ identities }: OperationContext): Operation {
  return operation({
    name: 'GetOpenIdToken',
    access: 'public',
    fields: { IdentityId: shapes.id, Logins: shapes.logins },
    run({ IdentityId }) {
      identities.get(IdentityId);
      // The code as seen on AWS (aws/aws-cli#7652).
      throw new AwsError('InvalidParameterException', 'Basic (classic) flow is not enabled, please use enhanced flow.');
    },
  });
}
