import { type UserPool, UserPoolOperation } from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { defined } from '../defined.js';
import type { Problem } from '../settings-error.js';

/**
 * Functions of your own that the user pool calls. Each may be called by this user pool alone, which is written here. A
 * function gets the pool's ID with its event (`event.userPoolId`); one whose environment or role names the pool, too,
 * would wait for what waits for it.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export interface LambdaTriggers {
  /** Before somebody signs up: may refuse, confirm at once, and verify the address. @default none */
  readonly preSignUp?: IFunction;
  /** After somebody has confirmed. @default none */
  readonly postConfirmation?: IFunction;
  /** Before anything of a user is proven: may refuse. @default none */
  readonly preAuthentication?: IFunction;
  /** After all is proven. @default none */
  readonly postAuthentication?: IFunction;
  /** Before tokens are signed: may change claims of the ID token, groups and roles. Events have version 1: those of
   * version 2, which speak of the access token, take the plan Essentials. @default none */
  readonly preTokenGeneration?: IFunction;
  /** Writes the texts of e-mails; takes `email`. @default none */
  readonly customMessage?: IFunction;
  /** With the next two: signing in by challenges of your own. @default none */
  readonly defineAuthChallenge?: IFunction;
  readonly createAuthChallenge?: IFunction;
  readonly verifyAuthChallengeResponse?: IFunction;
}

export function addLambdaTriggers(userPool: UserPool, triggers: LambdaTriggers): void {
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    const handler = triggers[name as keyof LambdaTriggers];
    if (handler) userPool.addTrigger(operation, handler);
  }
}

/** What the app client has to let apps do for the triggers. */
export function flowsOfTriggers(triggers: LambdaTriggers | undefined): { readonly custom?: boolean } {
  return defined({ custom: triggers?.defineAuthChallenge && true });
}

export function lambdaTriggerProblems(triggers: LambdaTriggers, given: { readonly email: unknown }): Problem[] {
  const where = (name: keyof LambdaTriggers) => `lambdaTriggers.${name}`;
  const challenges = CHALLENGES.filter((name) => triggers[name] !== undefined);
  const missing = challenges.length === 0 ? [] : CHALLENGES.filter((name) => triggers[name] === undefined);
  return [
    ...missing.map((name) => ({
      where: where(name),
      what: `is missing; ${challenges.join(' and ')} cannot be used without it`,
    })),
    ...(triggers.customMessage && !given.email
      ? [{ where: where('customMessage'), what: 'needs email: Cognito takes texts of a function only where SES sends' }]
      : []),
  ];
}

const CHALLENGES = ['defineAuthChallenge', 'createAuthChallenge', 'verifyAuthChallengeResponse'] as const;

const OPERATIONS: Readonly<Record<keyof LambdaTriggers, UserPoolOperation>> = {
  preSignUp: UserPoolOperation.PRE_SIGN_UP,
  postConfirmation: UserPoolOperation.POST_CONFIRMATION,
  preAuthentication: UserPoolOperation.PRE_AUTHENTICATION,
  postAuthentication: UserPoolOperation.POST_AUTHENTICATION,
  preTokenGeneration: UserPoolOperation.PRE_TOKEN_GENERATION,
  customMessage: UserPoolOperation.CUSTOM_MESSAGE,
  defineAuthChallenge: UserPoolOperation.DEFINE_AUTH_CHALLENGE,
  createAuthChallenge: UserPoolOperation.CREATE_AUTH_CHALLENGE,
  verifyAuthChallengeResponse: UserPoolOperation.VERIFY_AUTH_CHALLENGE_RESPONSE,
};
