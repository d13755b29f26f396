import { AwsError, UnsupportedError } from '../../base/errors.js';
import { isAskedForCode } from '../mfa/software-token.js';
import {
  type ChallengeEvent,
  createAuthChallenge,
  defineAuthChallenge,
  verifyAuthChallenge,
} from '../triggers/auth-challenge-triggers.js';
import { preAuthentication } from '../triggers/authentication-triggers.js';
import type { ClientMetadata } from '../triggers/event-request.js';
import { unrecognizable } from '../triggers/triggers.js';
import type { AppClient, OperationContext } from '../user-pool/user-pool.js';
import { onlyParameters, requiredParameter } from '../user-pool/user-pool-operation.js';
import type { CustomSignIn } from './auth-sessions.js';
import { signIn } from './sign-in.js';
import { wrongPassword } from './sign-in-attempts.js';
import { claimedUser, srpChallenge } from './srp-sign-in.js';

type Parameters = Record<string, string>;

/**
 * The flow CUSTOM_AUTH: functions define one challenge after the other, the password one of them where the app begins
 * with SRP.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
 */
export async function startCustomSignIn(
  context: OperationContext,
  app: AppClient,
  parameters: Parameters,
  clientMetadata: ClientMetadata,
): Promise<object> {
  onlyParameters(parameters, app.clientId, ['USERNAME', 'CHALLENGE_NAME', 'SRP_A']);
  const name = requiredParameter(parameters, 'USERNAME');
  const withSrp = parameters.CHALLENGE_NAME === 'SRP_A';
  if (!withSrp && (parameters.CHALLENGE_NAME ?? 'CUSTOM_CHALLENGE') !== 'CUSTOM_CHALLENGE') {
    throw new AwsError('InvalidParameterException', `Unknown CHALLENGE_NAME ${parameters.CHALLENGE_NAME}`);
  }
  if (withSrp) requiredParameter(parameters, 'SRP_A');
  const user = claimedUser(app, name);
  if (user !== undefined) await preAuthentication(app.pool.triggers, user, app.clientId, clientMetadata);
  const first = { challengeName: 'SRP_A', challengeResult: true, challengeMetadata: null } as const;
  const custom = { name, sub: user?.sub, results: withSrp ? [first] : [] };
  // As AWS has it, what came with the first call is for the trigger above alone.
  return next(app, custom, undefined, () => {
    if (withSrp) return srpChallenge(context, app, parameters, custom);
    throw unrecognizable();
  });
}

/** After the password, which was proven. */
export function afterPassword(app: AppClient, custom: CustomSignIn, clientMetadata: ClientMetadata): Promise<object> {
  const result = { challengeName: 'PASSWORD_VERIFIER', challengeResult: true, challengeMetadata: null } as const;
  return next(app, { ...custom, results: [...custom.results, result] }, clientMetadata);
}

/** The answer to a CUSTOM_CHALLENGE: right or wrong, it is for the functions to say what follows. */
export async function answerCustomChallenge(
  app: AppClient,
  given: Parameters,
  session: string | undefined,
  clientMetadata: ClientMetadata,
): Promise<object> {
  onlyParameters(given, app.clientId, ['USERNAME', 'ANSWER']);
  const name = requiredParameter(given, 'USERNAME');
  const answer = requiredParameter(given, 'ANSWER');
  const custom = app.pool.authSessions.take('CUSTOM_CHALLENGE', session, app.clientId);
  const { users, triggers } = app.pool;
  if (users.find(name)?.sub !== custom.sub) throw wrongPassword();
  const event = eventOf(app, custom, clientMetadata);
  const { answerCorrect } = await verifyAuthChallenge(triggers, event, custom.secrets, answer);
  const result = {
    challengeName: 'CUSTOM_CHALLENGE',
    challengeResult: answerCorrect ?? false,
    challengeMetadata: custom.metadata,
  } as const;
  return next(app, { name: custom.name, sub: custom.sub, results: [...custom.results, result] }, clientMetadata);
}

async function next(
  app: AppClient,
  custom: CustomSignIn,
  clientMetadata: ClientMetadata,
  withPassword: () => object = () => {
    throw unrecognizable();
  },
): Promise<object> {
  const event = eventOf(app, custom, clientMetadata);
  const { failAuthentication, issueTokens, challengeName } = await defineAuthChallenge(app.pool.triggers, event);
  if (failAuthentication) throw wrongPassword();
  if (issueTokens) return finish(app, custom, clientMetadata);
  if (challengeName === 'PASSWORD_VERIFIER') return withPassword();
  if (challengeName !== 'CUSTOM_CHALLENGE') throw unrecognizable();
  return customChallenge(app, custom, event);
}

async function customChallenge(app: AppClient, custom: CustomSignIn, event: ChallengeEvent): Promise<object> {
  const { pool, client, clientId } = app;
  const created = await createAuthChallenge(pool.triggers, event);
  const waiting = {
    ...custom,
    secrets: created.privateChallengeParameters ?? {},
    metadata: created.challengeMetadata ?? null,
  };
  return {
    ChallengeName: 'CUSTOM_CHALLENGE',
    Session: pool.authSessions.issue('CUSTOM_CHALLENGE', waiting, clientId, client.authSessionValidity),
    ChallengeParameters: { ...created.publicChallengeParameters, USERNAME: event.userName },
  };
}

/** Whoever is not there gets no tokens, whatever a function says. */
async function finish(app: AppClient, { sub }: CustomSignIn, clientMetadata: ClientMetadata): Promise<object> {
  const user = app.pool.users.bySub(sub ?? '');
  if (user === undefined) throw wrongPassword();
  // Whether a second factor is asked for after challenges of one's own, AWS does not say.
  if (app.pool.settings.mfa === 'ON' || isAskedForCode(app.pool, user)) {
    throw new UnsupportedError('the sign-in flow CUSTOM_AUTH for a user with MFA');
  }
  return signIn(app, user, { source: 'TokenGeneration_Authentication', clientMetadata });
}

function eventOf(app: AppClient, custom: CustomSignIn, clientMetadata: ClientMetadata): ChallengeEvent {
  const user = app.pool.users.bySub(custom.sub ?? '');
  return {
    userName: user?.userName ?? custom.name,
    user,
    hidesUsers: app.client.preventUserExistenceErrors === 'ENABLED',
    clientId: app.clientId,
    session: custom.results,
    clientMetadata,
  };
}
