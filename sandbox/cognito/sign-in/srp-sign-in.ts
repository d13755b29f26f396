import { unknownUserOf } from '../user-pool/unknown-user.js';
import type { AppClient, OperationContext } from '../user-pool/user-pool.js';
import { onlyParameters, requiredParameter } from '../user-pool/user-pool-operation.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';
import { type CustomSignIn, invalidSession, newSession } from './auth-sessions.js';
import { judgeAttempt, wrongPassword } from './sign-in-attempts.js';
import { simulatedSubject } from './simulated-user.js';
import type { PasswordClaim } from './srp-challenges.js';

/** The user that somebody wants to sign in as. @throws AwsError for nobody, where the app may learn it */
export function claimedUser({ pool, client }: AppClient, name: string): UserRecord | undefined {
  const user = pool.users.find(name);
  const refusal = user === undefined ? unknownUserOf(client, 'User does not exist.') : undefined;
  if (refusal !== undefined) throw refusal;
  return user;
}

/**
 * Neither says whether the user exists nor looks at its state before the password is proven.
 *
 * @param custom of what the password is a part, if it is not all
 */
export function srpChallenge(
  { simulationKey }: OperationContext,
  { pool, client, clientId }: AppClient,
  parameters: Record<string, string>,
  custom?: Omit<CustomSignIn, 'name' | 'sub'>,
): object {
  const name = requiredParameter(parameters, 'USERNAME');
  const srpA = requiredParameter(parameters, 'SRP_A');
  const user = pool.users.find(name);
  const subject = user
    ? { identity: { poolName: pool.name, userIdForSrp: user.userName }, passwordVerifier: user.passwordVerifier, user }
    : simulatedSubject(pool, name, simulationKey);
  const within =
    custom === undefined ? {} : { custom: { name, sub: user?.sub, results: custom.results, session: newSession() } };
  const issued = { ...subject, clientId, ...within };
  const ChallengeParameters = pool.challenges.issue(srpA, issued, client.authSessionValidity);
  const Session = within.custom === undefined ? {} : { Session: within.custom.session };
  return { ChallengeName: 'PASSWORD_VERIFIER', ...Session, ChallengeParameters };
}

/** SRP_A is for device challenges; some clients send it here too, and what counts is the one that began the exchange. */
const RESPONSES = ['USERNAME', 'PASSWORD_CLAIM_SECRET_BLOCK', 'PASSWORD_CLAIM_SIGNATURE', 'TIMESTAMP', 'SRP_A'];

/**
 * The user whose password this proves, and the sign-in that goes on with it. The secret block alone carries the exchange,
 * if the password is not one challenge among others.
 */
export function provePassword(
  { clock }: OperationContext,
  app: AppClient,
  given: Record<string, string>,
  session: string | undefined,
): { readonly user: UserRecord; readonly custom: CustomSignIn | undefined } {
  onlyParameters(given, app.clientId, RESPONSES);
  const name = requiredParameter(given, 'USERNAME');
  const claim: PasswordClaim = {
    secretBlock: requiredParameter(given, 'PASSWORD_CLAIM_SECRET_BLOCK'),
    signature: requiredParameter(given, 'PASSWORD_CLAIM_SIGNATURE'),
    timestamp: requiredParameter(given, 'TIMESTAMP'),
  };
  const { challenges, users } = app.pool;
  const challenge = challenges.take(claim.secretBlock, app.clientId);
  if (challenge.custom !== undefined && challenge.custom.session !== session) throw invalidSession();
  const proven = challenges.proves(challenge, claim);
  // A user deleted, or given another password, since the challenge was made proves nothing with it.
  const user = challenge.user && users.bySub(challenge.user.sub);
  if (user === undefined || users.find(name) !== user) throw wrongPassword();
  judgeAttempt(app.pool, user, clock.now(), () => proven && user.passwordVerifier === challenge.passwordVerifier);
  return { user, custom: challenge.custom };
}
