import { z } from 'zod';
import type { Operation } from '../../service/operation.js';
import { adminFields, onUserPool } from '../user-pool/admin-request.js';
import type { OperationContext } from '../user-pool/user-pool.js';
import { operation, shapes } from '../user-pool/user-pool-operation.js';
import { adminAppClient } from './admin-app-client.js';
import { checkedAuthFlow } from './auth-flows.js';
import { startSignIn } from './start-sign-in.js';

const fields = {
  UserPoolId: adminFields.UserPoolId,
  ClientId: shapes.clientId,
  AuthFlow: z.string(),
  AuthParameters: shapes.parameters.optional(),
  // For threat protection.
  ContextData: z.unknown().optional(),
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html */
export function adminInitiateAuth(context: OperationContext): Operation {
  return operation({
    name: 'AdminInitiateAuth',
    access: onUserPool(context),
    fields,
    run({ AuthFlow, AuthParameters: parameters = {}, ClientMetadata: clientMetadata, ...request }) {
      const app = adminAppClient(context, request);
      const flow = checkedAuthFlow('AdminInitiateAuth', app.client, AuthFlow);
      return startSignIn(context, app, { flow, parameters, clientMetadata });
    },
  });
}
