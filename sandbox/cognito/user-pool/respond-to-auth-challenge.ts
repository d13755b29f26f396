import { z } from 'zod';
import { UnsupportedError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import type { ClientMetadata } from '../triggers/event-request.js';
import { signIn } from './authentication-result.js';
import { checkPassword } from './password-policy.js';
import { judgeAttempt, wrongPassword } from './sign-in-attempts.js';
import type { PasswordClaim } from './srp-challenges.js';
import type { AppClient, OperationContext } from './user-pool.js';
import { onlyParameters, operation, requiredParameter, shapes } from './user-pool-operation.js';

type Responses = Record<string, string>;

const fields = {
  ClientId: shapes.clientId,
  ChallengeName: z.string(),
  ChallengeResponses: shapes.parameters.optional(),
  // Carries NEW_PASSWORD_REQUIRED; a PASSWORD_VERIFIER challenge is carried by its secret block alone.
  Session: z.string().optional(),
};

/** SRP_A is for device challenges; some clients send it here too, and what counts is the one that began the exchange. */
const responses = ['USERNAME', 'PASSWORD_CLAIM_SECRET_BLOCK', 'PASSWORD_CLAIM_SIGNATURE', 'TIMESTAMP', 'SRP_A'];

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html */
export function respondToAuthChallenge(context: OperationContext): Operation {
  return operation({
    name: 'RespondToAuthChallenge',
    access: 'public',
    fields,
    run({ ClientId, ChallengeName, ChallengeResponses = {}, Session, ClientMetadata }) {
      const app = context.appClient(ClientId);
      if (ChallengeName === 'NEW_PASSWORD_REQUIRED') {
        return setNewPassword(app, ChallengeResponses, Session, ClientMetadata);
      }
      if (ChallengeName !== 'PASSWORD_VERIFIER') throw new UnsupportedError(`the sign-in challenge ${ChallengeName}`);
      onlyParameters(ChallengeResponses, ClientId, responses);
      return verifyPassword(context, app, ChallengeResponses, ClientMetadata);
    },
  });
}

function verifyPassword(
  { clock }: OperationContext,
  app: AppClient,
  given: Responses,
  clientMetadata: ClientMetadata,
): Promise<object> {
  const name = requiredParameter(given, 'USERNAME');
  const claim: PasswordClaim = {
    secretBlock: requiredParameter(given, 'PASSWORD_CLAIM_SECRET_BLOCK'),
    signature: requiredParameter(given, 'PASSWORD_CLAIM_SIGNATURE'),
    timestamp: requiredParameter(given, 'TIMESTAMP'),
  };
  const { challenges, users } = app.pool;
  const challenge = challenges.take(claim.secretBlock, app.clientId);
  const proven = challenges.proves(challenge, claim);
  // A user deleted, or given another password, since the challenge was made proves nothing with it.
  const user = challenge.user && users.bySub(challenge.user.sub);
  if (user === undefined || users.find(name) !== user) throw wrongPassword();
  judgeAttempt(users, user, clock.now(), () => proven && user.passwordVerifier === challenge.passwordVerifier);
  return signIn(app, user, { source: 'TokenGeneration_Authentication', clientMetadata });
}

/** Whoever set the temporary password has named the user's e-mail address, so the challenge asks for no attributes. */
function setNewPassword(
  app: AppClient,
  given: Responses,
  session: string | undefined,
  clientMetadata: ClientMetadata,
): Promise<object> {
  onlyParameters(given, app.clientId, ['USERNAME', 'NEW_PASSWORD']);
  const name = requiredParameter(given, 'USERNAME');
  const password = requiredParameter(given, 'NEW_PASSWORD');
  const { users, settings, authSessions } = app.pool;
  // Before the session is used up, so that a person can try a better one.
  checkPassword(settings.passwordPolicy, password);
  const user = users.bySub(authSessions.take('NEW_PASSWORD_REQUIRED', session, app.clientId).sub);
  if (user?.status !== 'FORCE_CHANGE_PASSWORD' || users.find(name) !== user) throw wrongPassword();
  const confirmed = users.update(user, { ...users.newPassword(user, password), status: 'CONFIRMED' });
  return signIn(app, confirmed, { source: 'TokenGeneration_NewPasswordChallenge', clientMetadata });
}
