import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';
import { type ClientMetadata, eventAttributes, withMetadata } from './event-request.js';
import type { TriggerName } from './trigger-settings.js';
import type { Triggers } from './triggers.js';

/** A challenge of this sign-in that has been answered. */
export interface ChallengeResult {
  readonly challengeName: 'SRP_A' | 'PASSWORD_VERIFIER' | 'CUSTOM_CHALLENGE';
  readonly challengeResult: boolean;
  readonly challengeMetadata: string | null;
}

export interface ChallengeEvent {
  readonly userName: string;
  /** Undefined where there is none, and the client must not learn it. */
  readonly user: UserRecord | undefined;
  /** Whether the client must not learn whether there is one. */
  readonly hidesUsers: boolean;
  readonly clientId: string;
  /** Oldest first. */
  readonly session: readonly ChallengeResult[];
  readonly clientMetadata: ClientMetadata;
}

const parameters = z.record(z.string(), z.string()).nullish();
const defineAnswer = z.strictObject({
  challengeName: z.string().nullish(),
  issueTokens: z.boolean().nullish(),
  failAuthentication: z.boolean().nullish(),
});
const createAnswer = z.strictObject({
  publicChallengeParameters: parameters,
  privateChallengeParameters: parameters,
  challengeMetadata: z.string().nullish(),
});
const verifyAnswer = z.strictObject({ answerCorrect: z.boolean().nullish() });

/** https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-define-auth-challenge.html */
export function defineAuthChallenge(triggers: Triggers, event: ChallengeEvent) {
  return called(triggers, 'DefineAuthChallenge', event, {
    request: { session: event.session },
    response: { challengeName: null, issueTokens: null, failAuthentication: null },
    answer: defineAnswer,
  });
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-create-auth-challenge.html */
export function createAuthChallenge(triggers: Triggers, event: ChallengeEvent) {
  return called(triggers, 'CreateAuthChallenge', event, {
    request: { challengeName: 'CUSTOM_CHALLENGE', session: event.session },
    response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
    answer: createAnswer,
  });
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-verify-auth-challenge-response.html */
export function verifyAuthChallenge(
  triggers: Triggers,
  event: ChallengeEvent,
  privateChallengeParameters: Readonly<Record<string, string>>,
  challengeAnswer: string,
) {
  return called(triggers, 'VerifyAuthChallengeResponse', event, {
    request: { privateChallengeParameters, challengeAnswer },
    response: { answerCorrect: null },
    answer: verifyAnswer,
  });
}

interface Call<Answer extends z.ZodType> {
  readonly request: object;
  readonly response: Readonly<Record<string, unknown>>;
  readonly answer: Answer;
}

async function called<Answer extends z.ZodType>(
  triggers: Triggers,
  name: TriggerName,
  { userName, user, hidesUsers, clientId, clientMetadata }: ChallengeEvent,
  { request, response, answer }: Call<Answer>,
): Promise<z.infer<Answer>> {
  if (!triggers.has(name)) {
    const message = 'Custom auth lambda trigger is not configured for the user pool.';
    throw new AwsError('InvalidParameterException', message);
  }
  const given = await triggers.run(name, {
    source: `${name}_Authentication`,
    userName,
    clientId,
    request: {
      userAttributes: user === undefined ? {} : eventAttributes(user),
      ...request,
      ...withMetadata(clientMetadata),
      ...(hidesUsers ? { userNotFound: user === undefined } : {}),
    },
    response,
    answer,
  });
  // There is such a trigger, so there is an answer.
  return given as z.infer<Answer>;
}
