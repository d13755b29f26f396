import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import { invalidSession, type PendingSignIns } from '../sign-in/auth-sessions.js';
import type { OperationContext, SignedInUser, UserPool } from '../user-pool/user-pool.js';

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html */
export const shapeOfSession = z.string().min(20).max(2048);

type Waiting = PendingSignIns['MFA_SETUP'];

interface Ways {
  readonly byToken: (user: SignedInUser) => object;
  /** `renew` gives the session that the sign-in goes on with. */
  readonly bySession: (renew: (change: (waiting: Waiting, pool: UserPool) => Waiting) => string) => object;
}

/**
 * What is done for whoever brings an access token, or the session of a sign-in that waits for an authenticator.
 *
 * @throws AwsError for neither, and for a token or session that does not count
 */
export async function byTokenOrSession(
  { signedInUser, userPools }: Pick<OperationContext, 'signedInUser' | 'userPools'>,
  { AccessToken, Session }: { readonly AccessToken?: string | undefined; readonly Session?: string | undefined },
  { byToken, bySession }: Ways,
): Promise<object> {
  if (AccessToken !== undefined) return byToken(await signedInUser(AccessToken));
  if (Session === undefined) throw new AwsError('InvalidParameterException', 'AccessToken or Session is required.');
  const pool = userPools().find(({ authSessions }) => authSessions.has('MFA_SETUP', Session));
  if (pool === undefined) throw invalidSession();
  return bySession((change) => pool.authSessions.renew('MFA_SETUP', Session, (waiting) => change(waiting, pool)));
}
