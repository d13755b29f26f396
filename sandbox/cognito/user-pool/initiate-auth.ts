import { z } from 'zod';
import type { Operation } from '../../service/operation.js';
import { preAuthentication } from '../triggers/authentication-triggers.js';
import type { ClientMetadata } from '../triggers/event-request.js';
import { checkedAuthFlow } from './auth-flows.js';
import { refreshTokens, signIn } from './authentication-result.js';
import { provenUser } from './proven-user.js';
import { simulatedSubject } from './simulated-user.js';
import { unknownUserOf } from './unknown-user.js';
import type { AppClient, OperationContext } from './user-pool.js';
import { onlyParameters, operation, requiredParameter, shapes } from './user-pool-operation.js';

type Parameters = Record<string, string>;

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
    run({ ClientId, AuthFlow, AuthParameters: parameters = {}, ClientMetadata }) {
      const app = context.appClient(ClientId);
      const flow = checkedAuthFlow(app.client, AuthFlow);
      if (flow === 'USER_SRP_AUTH') return startSrp(context, app, parameters, ClientMetadata);
      if (flow === 'USER_PASSWORD_AUTH') return signInWithPassword(context, app, parameters, ClientMetadata);
      onlyParameters(parameters, ClientId, ['REFRESH_TOKEN']);
      return refreshTokens(app, requiredParameter(parameters, 'REFRESH_TOKEN'));
    },
  });
}

/** Neither says whether the user exists nor looks at its state before the password is proven. */
async function startSrp(
  { simulationKey }: OperationContext,
  app: AppClient,
  parameters: Parameters,
  clientMetadata: ClientMetadata,
): Promise<object> {
  onlyParameters(parameters, app.clientId, ['USERNAME', 'SRP_A', 'CHALLENGE_NAME']);
  const { pool, client, clientId } = app;
  const name = requiredParameter(parameters, 'USERNAME');
  const srpA = requiredParameter(parameters, 'SRP_A');
  const user = pool.users.find(name);
  if (user === undefined) {
    const error = unknownUserOf(client, 'User does not exist.');
    if (error) throw error;
  }
  if (user !== undefined) await preAuthentication(pool.triggers, user, clientId, clientMetadata);
  const subject = user
    ? { identity: { poolName: pool.name, userIdForSrp: user.userName }, passwordVerifier: user.passwordVerifier, user }
    : simulatedSubject(pool, name, simulationKey);
  const challenge = pool.challenges.issue(srpA, { ...subject, clientId }, client.authSessionValidity);
  return { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters: challenge };
}

async function signInWithPassword(
  { clock }: OperationContext,
  app: AppClient,
  parameters: Parameters,
  clientMetadata: ClientMetadata,
): Promise<object> {
  onlyParameters(parameters, app.clientId, ['USERNAME', 'PASSWORD']);
  const name = requiredParameter(parameters, 'USERNAME');
  const password = requiredParameter(parameters, 'PASSWORD');
  const known = app.pool.users.find(name);
  if (known !== undefined) await preAuthentication(app.pool.triggers, known, app.clientId, clientMetadata);
  const user = provenUser(app, name, password, clock.now());
  return signIn(app, user, { source: 'TokenGeneration_Authentication', clientMetadata: undefined });
}
