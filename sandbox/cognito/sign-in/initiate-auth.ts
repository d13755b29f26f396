import { z } from 'zod';
import type { Operation } from '../../service/operation.js';
import type { OperationContext } from '../user-pool/user-pool.js';
import { operation, shapes } from '../user-pool/user-pool-operation.js';
import { checkedAuthFlow } from './auth-flows.js';
import { startSignIn } from './start-sign-in.js';

const fields = {
  ClientId: shapes.clientId,
  AuthFlow: z.string(),
  AuthParameters: shapes.parameters.optional(),
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html */
export function initiateAuth(context: OperationContext): Operation {
  return operation({
    name: 'InitiateAuth',
    access: 'public',
    fields,
    run({ ClientId, AuthFlow, AuthParameters: parameters = {}, ClientMetadata: clientMetadata }) {
      const app = context.appClient(ClientId);
      const flow = checkedAuthFlow('InitiateAuth', app.client, AuthFlow);
      return startSignIn(context, app, { flow, parameters, clientMetadata });
    },
  });
}
