import type { Clock } from '../../base/clock.js';
import { AwsError } from '../../base/errors.js';
import { USER_ADMIN } from '../resources/cognito-properties.js';
import { seconds, unverifiedClaims } from './tokens.js';
import type { AppClient, SignedInUser, UserPool } from './user-pool.js';

/**
 * Verifies signature, issuer, use, expiry, scope and revocation of an access token; gives whose it is, or throws as AWS.
 */
export async function verifyAccessToken(
  token: string,
  pools: readonly UserPool[],
  appClient: (clientId: string) => AppClient | undefined,
  clock: Clock,
  scope: string = USER_ADMIN,
): Promise<SignedInUser> {
  const claims = unverifiedClaims(token);
  const pool = pools.find(({ issuer }) => issuer === claims?.iss);
  if (claims === undefined || pool === undefined || claims.token_use !== 'access')
    throw refused('Invalid Access Token');
  if (!(await pool.tokens.isSignedHere(token))) throw refused('Could not verify signature for Access Token');
  if (typeof claims.exp !== 'number' || seconds(clock.now()) >= claims.exp) throw refused('Access Token has expired');
  if (!String(claims.scope).split(' ').includes(scope)) throw refused('Access Token does not have required scopes');
  const app = appClient(String(claims.client_id));
  if (app?.pool !== pool) throw refused('Invalid Access Token');
  const user = pool.users.bySub(String(claims.sub));
  if (user === undefined) throw new AwsError('UserNotFoundException', 'User does not exist.');
  if (!user.enabled) throw refused('User is disabled.');
  const session = pool.sessions.byId(String(claims.event_id));
  if (session === undefined || session.ended) throw refused('Access Token has been revoked');
  return { ...app, user, session };
}

const refused = (message: string) => new AwsError('NotAuthorizedException', message);
