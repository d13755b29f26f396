import { preAuthentication } from '../triggers/authentication-triggers.js';
import type { ClientMetadata } from '../triggers/event-request.js';
import type { AppClient, OperationContext } from '../user-pool/user-pool.js';
import { onlyParameters, requiredParameter } from '../user-pool/user-pool-operation.js';
import type { EmulatedAuthFlow } from './auth-flows.js';
import { startCustomSignIn } from './custom-sign-in.js';
import { provenUser } from './proven-user.js';
import { refreshTokens, signIn } from './sign-in.js';
import { claimedUser, srpChallenge } from './srp-sign-in.js';

export interface SignInStart {
  readonly flow: EmulatedAuthFlow;
  readonly parameters: Record<string, string>;
  /** Reaches the pre-authentication trigger, and no other. */
  readonly clientMetadata: ClientMetadata;
}

/** Begins a sign-in by a flow that the client allows: gives a challenge, or tokens. */
export async function startSignIn(context: OperationContext, app: AppClient, start: SignInStart): Promise<object> {
  const { flow, parameters, clientMetadata } = start;
  switch (flow) {
    case 'USER_SRP_AUTH':
      return startSrp(context, app, start);
    case 'CUSTOM_AUTH':
      return startCustomSignIn(context, app, parameters, clientMetadata);
    case 'USER_PASSWORD_AUTH':
    case 'ADMIN_USER_PASSWORD_AUTH':
    case 'ADMIN_NO_SRP_AUTH':
      return signInWithPassword(context, app, start);
    case 'REFRESH_TOKEN_AUTH':
    case 'REFRESH_TOKEN':
      onlyParameters(parameters, app.clientId, ['REFRESH_TOKEN']);
      return refreshTokens(app, requiredParameter(parameters, 'REFRESH_TOKEN'));
  }
}

async function startSrp(
  context: OperationContext,
  app: AppClient,
  { parameters, clientMetadata }: SignInStart,
): Promise<object> {
  onlyParameters(parameters, app.clientId, ['USERNAME', 'SRP_A', 'CHALLENGE_NAME']);
  const name = requiredParameter(parameters, 'USERNAME');
  requiredParameter(parameters, 'SRP_A');
  const user = claimedUser(app, name);
  if (user !== undefined) await preAuthentication(app.pool.triggers, user, app.clientId, clientMetadata);
  return srpChallenge(context, app, parameters);
}

async function signInWithPassword(
  { clock }: OperationContext,
  app: AppClient,
  { parameters, clientMetadata }: SignInStart,
): Promise<object> {
  onlyParameters(parameters, app.clientId, ['USERNAME', 'PASSWORD']);
  const name = requiredParameter(parameters, 'USERNAME');
  const password = requiredParameter(parameters, 'PASSWORD');
  const known = app.pool.users.find(name);
  if (known !== undefined) await preAuthentication(app.pool.triggers, known, app.clientId, clientMetadata);
  const user = provenUser(app, name, password, clock.now());
  return signIn(app, user, { source: 'TokenGeneration_Authentication', clientMetadata: undefined });
}
