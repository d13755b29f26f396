import { AwsError, UnsupportedError } from '../../base/errors.js';
import { useCode } from '../mfa/software-token.js';
import type { ClientMetadata } from '../triggers/event-request.js';
import { checkPassword } from '../user-pool/password-policy.js';
import type { AppClient, OperationContext } from '../user-pool/user-pool.js';
import { onlyParameters, requiredParameter } from '../user-pool/user-pool-operation.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';
import { afterPassword, answerCustomChallenge } from './custom-sign-in.js';
import { signedIn, signIn } from './sign-in.js';
import { checkNotLockedOut, countFailure, forgetFailures, wrongPassword } from './sign-in-attempts.js';
import { provePassword } from './srp-sign-in.js';

export interface ChallengeAnswer {
  readonly challenge: string;
  readonly given: Record<string, string>;
  readonly session: string | undefined;
  readonly clientMetadata: ClientMetadata;
}

/** What follows an answer: another challenge, or tokens. @throws UnsupportedError naming a challenge that is not emulated */
export function answerChallenge(context: OperationContext, app: AppClient, answer: ChallengeAnswer): Promise<object> {
  switch (answer.challenge) {
    case 'PASSWORD_VERIFIER':
      return verifyPassword(context, app, answer);
    case 'NEW_PASSWORD_REQUIRED':
      return setNewPassword(app, answer);
    case 'SOFTWARE_TOKEN_MFA':
      return verifyCode(context, app, answer);
    case 'MFA_SETUP':
      return finishSetup(app, answer);
    case 'CUSTOM_CHALLENGE':
      return answerCustomChallenge(app, answer.given, answer.session, answer.clientMetadata);
    default:
      throw new UnsupportedError(`the sign-in challenge ${answer.challenge}`);
  }
}

async function verifyPassword(
  context: OperationContext,
  app: AppClient,
  { given, session, clientMetadata }: ChallengeAnswer,
): Promise<object> {
  const { user, custom } = provePassword(context, app, given, session);
  if (custom !== undefined) return afterPassword(app, custom, clientMetadata);
  return signIn(app, user, { source: 'TokenGeneration_Authentication', clientMetadata });
}

/** Whoever set the temporary password has named the user's e-mail address, so the challenge asks for no attributes. */
async function setNewPassword(app: AppClient, { given, session, clientMetadata }: ChallengeAnswer): Promise<object> {
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

/** A wrong code can be mended, with the same session. */
async function verifyCode(
  { clock }: OperationContext,
  app: AppClient,
  { given, session, clientMetadata }: ChallengeAnswer,
): Promise<object> {
  onlyParameters(given, app.clientId, ['USERNAME', 'SOFTWARE_TOKEN_MFA_CODE']);
  const name = requiredParameter(given, 'USERNAME');
  const code = requiredParameter(given, 'SOFTWARE_TOKEN_MFA_CODE');
  const { authSessions } = app.pool;
  const { sub, source } = authSessions.peek('SOFTWARE_TOKEN_MFA', session, app.clientId);
  const user = waitingUser(app, sub, name);
  checkNotLockedOut(user, clock.now());
  try {
    useCode(app.pool, user, code, clock);
  } catch (error) {
    authSessions.miss(session ?? '');
    countFailure(app.pool, user, clock.now());
    throw error;
  }
  forgetFailures(app.pool, user, clock.now());
  authSessions.take('SOFTWARE_TOKEN_MFA', session, app.clientId);
  return signedIn(app, waitingUser(app, sub, name), { source, clientMetadata });
}

/** The code was proven to VerifySoftwareToken already. */
async function finishSetup(app: AppClient, { given, session, clientMetadata }: ChallengeAnswer): Promise<object> {
  onlyParameters(given, app.clientId, ['USERNAME']);
  const name = requiredParameter(given, 'USERNAME');
  const { authSessions } = app.pool;
  const { sub, source, verified } = authSessions.peek('MFA_SETUP', session, app.clientId);
  if (!verified) throw new AwsError('InvalidParameterException', 'User has not verified software token mfa');
  authSessions.take('MFA_SETUP', session, app.clientId);
  return signedIn(app, waitingUser(app, sub, name), { source, clientMetadata });
}

/** Who has proven the password before, and still is who is named. */
function waitingUser({ pool: { users } }: AppClient, sub: string, name: string): UserRecord {
  const user = users.bySub(sub);
  if (user === undefined || users.find(name) !== user) throw wrongPassword();
  return user;
}
