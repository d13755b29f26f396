import { AwsError } from '../../base/errors.js';
import { postAuthentication } from '../triggers/authentication-triggers.js';
import type { ClientMetadata } from '../triggers/event-request.js';
import type { TokenSource } from '../triggers/pre-token-generation.js';
import type { AppClient } from './user-pool.js';
import type { UserRecord } from './user-pool-tables.js';

/** How somebody came to be signed in. */
export interface SignInOccasion {
  readonly source: TokenSource;
  /** What the app sent along with its last answer; AWS does not pass on what came with the first call. */
  readonly clientMetadata: ClientMetadata;
}

/** What follows a proven password: a challenge, or tokens; throws for a user that may not sign in yet, or any more. */
export async function signIn(app: AppClient, user: UserRecord, occasion: SignInOccasion): Promise<object> {
  checkMaySignIn(user);
  if (app.pool.users.hasExpiredPassword(user)) throw expiredPassword();
  if (user.status === 'FORCE_CHANGE_PASSWORD') return newPasswordChallenge(app, user);
  return signedIn(app, user, occasion);
}

/** The tokens of a user who has proven all that there is to prove. */
async function signedIn(app: AppClient, user: UserRecord, occasion: SignInOccasion): Promise<object> {
  const { pool, client, clientId } = app;
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

export function checkMaySignIn(user: UserRecord): void {
  if (!user.enabled) throw new AwsError('NotAuthorizedException', 'User is disabled.');
  if (user.status === 'UNCONFIRMED') throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');
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
