import { AwsError } from '../../base/errors.js';
import type { AppClient, OperationContext } from '../user-pool/user-pool.js';

/** The client that an operator names, of the pool that the operator may act on. */
export function adminAppClient(
  { userPool, appClient }: OperationContext,
  { UserPoolId, ClientId }: { readonly UserPoolId: string; readonly ClientId: string },
): AppClient {
  const pool = userPool(UserPoolId);
  const app = appClient(ClientId);
  if (app.pool === pool) return app;
  throw new AwsError('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`);
}
