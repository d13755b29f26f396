import { AwsError } from '../../errors.js';
import type { UserRecord } from './state.js';
import type { AppClient } from './user-pool.js';

/** The tokens of a user whose password is proven; throws for one that may not sign in yet, or any more. */
export async function signIn({ pool, client, clientId }: AppClient, user: UserRecord): Promise<object> {
  if (!user.enabled) throw new AwsError('NotAuthorizedException', 'User is disabled.');
  if (user.status === 'UNCONFIRMED') throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');
  const { session, refreshToken } = pool.sessions.start(user.sub, clientId, client.refreshTokenValidity);
  const tokens = await pool.tokens.issue(user, session, client);
  return { AuthenticationResult: { ...tokens, RefreshToken: refreshToken }, ChallengeParameters: {} };
}

/** New ID and access tokens; the refresh token stays, since rotation is refused at boot. */
export async function refreshTokens({ pool, client, clientId }: AppClient, refreshToken: string): Promise<object> {
  const session = pool.sessions.redeem(refreshToken, clientId);
  const user = pool.users.bySub(session.sub);
  if (user === undefined) throw new AwsError('NotAuthorizedException', 'Invalid Refresh Token.');
  if (!user.enabled) throw new AwsError('NotAuthorizedException', 'User is disabled.');
  return { AuthenticationResult: await pool.tokens.issue(user, session, client), ChallengeParameters: {} };
}
