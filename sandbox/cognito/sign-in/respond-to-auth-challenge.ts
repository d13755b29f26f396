import { z } from 'zod';
import type { Operation } from '../../service/operation.js';
import type { OperationContext } from '../user-pool/user-pool.js';
import { operation, shapes } from '../user-pool/user-pool-operation.js';
import { answerChallenge } from './answer-challenge.js';

const fields = {
  ClientId: shapes.clientId,
  ChallengeName: z.string(),
  ChallengeResponses: shapes.parameters.optional(),
  // Carries every challenge but a PASSWORD_VERIFIER that stands alone.
  Session: z.string().optional(),
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html */
export function respondToAuthChallenge(context: OperationContext): Operation {
  return operation({
    name: 'RespondToAuthChallenge',
    access: 'public',
    fields,
    run({ ClientId, ChallengeName: challenge, ChallengeResponses: given = {}, Session: session, ClientMetadata }) {
      const answer = { challenge, given, session, clientMetadata: ClientMetadata };
      return answerChallenge(context, context.appClient(ClientId), answer);
    },
  });
}
