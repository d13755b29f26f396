import { AwsError } from '../../base/errors.js';
import { isAskedForCode } from '../mfa/software-token.js';
import { postAuthentication } from '../triggers/authentication-triggers.js';
import type { ClientMetadata } from '../triggers/event-request.js';
import type { AppClient } from '../user-pool/user-pool.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';
import type { SignInOccasion } from './sign-in-occasion.js';

/** What follows a proven password: a challenge, or tokens; throws for a user that may not sign in yet, or any more. */
export async function signIn(app: AppClient, user: UserRecord, occasion: SignInOccasion): Promise<object> {
  checkMaySignIn(user);
  if (app.pool.users.hasExpiredPassword(user)) throw expiredPassword();
  if (user.status === 'FORCE_CHANGE_PASSWORD') return newPasswordChallenge(app, user);
  if (isAskedForCode(app.pool, user)) return codeChallenge(app, user, occasion);
  if (app.pool.settings.mfa === 'ON') return setupChallenge(app, user, occasion);
  return signedIn(app, user, occasion);
}

/** The tokens of a user who has proven all that there is to prove. */
export async function signedIn(app: AppClient, user: UserRecord, occasion: SignInOccasion): Promise<object> {
  const { pool, client, clientId } = app;
  checkMaySignIn(user);
  await postAuthentication(pool.triggers, user, clientId, occasion.clientMetadata);
  const { session, refreshToken } = pool.sessions.start(user.sub, clientId, client.refreshTokenValidity);
  const tokens = await pool.tokens.issue({ user, session, client, ...occasion });
  return { AuthenticationResult: { ...tokens, RefreshToken: refreshToken }, ChallengeParameters: {} };
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html: NEW_PASSWORD_REQUIRED */
function newPasswordChallenge({ pool, client, clientId }: AppClient, user: UserRecord): object {
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: pool.authSessions.issue('NEW_PASSWORD_REQUIRED', { sub: user.sub }, clientId, client.authSessionValidity),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.userName,
      requiredAttributes: '[]',
      userAttributes: JSON.stringify(user.attributes),
    },
  };
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-totp.html */
function codeChallenge({ pool, client, clientId }: AppClient, user: UserRecord, { source }: SignInOccasion): object {
  const { sub, userName, softwareToken } = user;
  const name = softwareToken?.name;
  return {
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    Session: pool.authSessions.issue('SOFTWARE_TOKEN_MFA', { sub, source }, clientId, client.authSessionValidity),
    ChallengeParameters: {
      USER_ID_FOR_SRP: userName,
      ...(name === undefined ? {} : { FRIENDLY_DEVICE_NAME: name }),
    },
  };
}

function setupChallenge({ pool, client, clientId }: AppClient, user: UserRecord, { source }: SignInOccasion): object {
  const { sub, userName } = user;
  return {
    ChallengeName: 'MFA_SETUP',
    Session: pool.authSessions.issue('MFA_SETUP', { sub, source }, clientId, client.authSessionValidity),
    ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]', USER_ID_FOR_SRP: userName },
  };
}

export function checkMaySignIn(user: UserRecord): void {
  if (!user.enabled) throw new AwsError('NotAuthorizedException', 'User is disabled.');
  if (user.status === 'UNCONFIRMED') throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');
  if (user.status === 'RESET_REQUIRED') {
    throw new AwsError('PasswordResetRequiredException', 'Password reset required for the user');
  }
}

/** New ID and access tokens; the refresh token stays, since rotation is refused at boot. */
export async function refreshTokens(
  { pool, client, clientId }: AppClient,
  refreshToken: string,
  clientMetadata?: ClientMetadata,
): Promise<object> {
  const owner = pool.users.bySub(pool.sessions.find(refreshToken)?.sub ?? '');
  // Before it is said that the token is revoked, which it then is as well.
  if (owner?.enabled === false) throw new AwsError('NotAuthorizedException', 'User is disabled.');
  const session = pool.sessions.redeem(refreshToken, clientId);
  const user = pool.users.bySub(session.sub);
  if (user === undefined) throw new AwsError('NotAuthorizedException', 'Invalid Refresh Token.');
  const request = { user, session, client, source: 'TokenGeneration_RefreshTokens', clientMetadata } as const;
  return { AuthenticationResult: await pool.tokens.issue(request), ChallengeParameters: {} };
}

/** AWS documents that it ends, and not in which words; these are what people report. */
function expiredPassword(): AwsError {
  const message = 'Temporary password has expired and must be reset by an administrator.';
  return new AwsError('NotAuthorizedException', message);
}
