import { z } from 'zod';
import type { Operation } from '../../service/operation.js';
import { adminFields, onUserPool } from '../user-pool/admin-request.js';
import type { OperationContext } from '../user-pool/user-pool.js';
import { operation, shapes } from '../user-pool/user-pool-operation.js';
import { adminAppClient } from './admin-app-client.js';
import { answerChallenge } from './answer-challenge.js';

const fields = {
  UserPoolId: adminFields.UserPoolId,
  ClientId: shapes.clientId,
  ChallengeName: z.string(),
  ChallengeResponses: shapes.parameters.optional(),
  Session: z.string().optional(),
  // For threat protection.
  ContextData: z.unknown().optional(),
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRespondToAuthChallenge.html */
export function adminRespondToAuthChallenge(context: OperationContext): Operation {
  return operation({
    name: 'AdminRespondToAuthChallenge',
    access: onUserPool(context),
    fields,
    run({ ChallengeName, ChallengeResponses: given = {}, Session: session, ClientMetadata, ...request }) {
      const app = adminAppClient(context, request);
      const answer = { challenge: ChallengeName, given, session, clientMetadata: ClientMetadata };
      return answerChallenge(context, app, answer);
    },
  });
}
