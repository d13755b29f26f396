import type { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import { matches, parsePattern } from '../../iam/wildcard-pattern.js';
import type { FunctionOfStack, InvocationResult } from '../../service/function-of-stack.js';
import { LambdaThrottled } from '../../service/function-of-stack.js';
import type { TriggerName, TriggerSettings } from './trigger-settings.js';

/** One event, without what all of them have. */
export interface TriggerCall<Answer extends z.ZodType> {
  /** `PreSignUp_SignUp`. */
  readonly source: string;
  readonly userName: string;
  /** Undefined where no app is involved. */
  readonly clientId: string | undefined;
  readonly version?: '1' | '2';
  readonly request: Readonly<Record<string, unknown>>;
  /** As the function finds it, to be filled. */
  readonly response: Readonly<Record<string, unknown>>;
  /** What may be in the response that it gives back. */
  readonly answer: Answer;
}

export interface Triggers {
  readonly settings: TriggerSettings;
  readonly has: (name: TriggerName) => boolean;
  /**
   * The response of the trigger's function; undefined where the pool has no such trigger.
   *
   * @throws AwsError UserLambdaValidationException, UnexpectedLambdaException, InvalidLambdaResponseException
   */
  run<Answer extends z.ZodType>(name: TriggerName, call: TriggerCall<Answer>): Promise<z.infer<Answer> | undefined>;
}

export interface TriggersOptions {
  readonly userPoolId: string;
  readonly userPoolArn: string;
  readonly settings: TriggerSettings;
  readonly functionOf: (functionArn: string) => FunctionOfStack;
  /** Milliseconds that one attempt may take. @default 5000, as on AWS */
  readonly patience?: number | undefined;
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html */
const PATIENCE = 5000;
const ATTEMPTS = 3;

/** Calls the functions that the pool names, as Cognito does: with a permission, in time, and three times at most. */
export function createTriggers({ userPoolId, userPoolArn, settings, functionOf, patience }: TriggersOptions): Triggers {
  const [region] = userPoolId.split('_');
  return {
    settings,
    has: (name) => settings.functions[name] !== undefined,
    async run(name, { source, userName, clientId, version = '1', request, response, answer }) {
      const functionArn = settings.functions[name];
      if (functionArn === undefined) return undefined;
      const invoked = functionOf(functionArn);
      if (!mayInvoke(invoked, userPoolArn)) throw notInvoked(name, 'AccessDeniedException');
      const event = {
        version,
        triggerSource: source,
        region,
        userPoolId,
        userName,
        callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: clientId ?? 'CLIENT_ID_NOT_APPLICABLE' },
        request,
        response,
      };
      const result = await attempt(name, invoked, event, patience ?? PATIENCE);
      if (!result.ok) {
        throw new AwsError('UserLambdaValidationException', `${name} failed with error ${result.errorMessage}.`);
      }
      const parsed = answer.safeParse((result.payload as { response?: unknown } | null)?.response);
      if (!parsed.success) throw unrecognizable();
      return parsed.data;
    },
  };
}

/** Also for what is well formed, and yet no answer to this event. */
export function unrecognizable(): AwsError {
  return new AwsError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
}

/** Only an answer that does not come in time is asked for again; each attempt runs the function anew. */
async function attempt(
  name: TriggerName,
  invoked: FunctionOfStack,
  event: object,
  patience: number,
): Promise<InvocationResult> {
  for (let count = 0; count < ATTEMPTS; count += 1) {
    const result = await inTime(invoked.invoke({ event }), patience).catch((error: unknown) => {
      throw error instanceof LambdaThrottled ? notInvoked(name, error.code) : error;
    });
    if (result !== undefined) return result;
  }
  // The words are those that people report.
  const message = `${name} failed with error Socket timeout while invoking Lambda function.`;
  throw new AwsError('UnexpectedLambdaException', message);
}

function inTime(invocation: Promise<InvocationResult>, patience: number): Promise<InvocationResult | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), patience);
    invocation.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function mayInvoke({ permissions }: FunctionOfStack, userPoolArn: string): boolean {
  return permissions.some(
    ({ principal, sourceArn }) =>
      principal === 'cognito-idp.amazonaws.com' &&
      (sourceArn === undefined || matches(parsePattern(sourceArn, { asArn: true }), userPoolArn, new Map())),
  );
}

/** https://repost.aws/knowledge-center/cognito-lambda-trigger-errors */
function notInvoked(name: TriggerName, code: string): AwsError {
  return new AwsError('UnexpectedLambdaException', `${name} invocation failed due to error ${code}.`);
}
