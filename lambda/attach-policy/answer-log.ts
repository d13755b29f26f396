import { describedFault, nameForLog } from './described-fault.js';
import type { ApiError } from './errors.js';
import type { UserPoolUser } from './signed-logins.js';
import { attempt } from './thrown.js';

export type Console = Pick<typeof globalThis.console, 'info' | 'warn' | 'error'>;

/** What is logged of every request. */
export interface AnsweredRequest {
  /** What was asked for: an action's name, `preflight`, or `unrouted`. */
  readonly event: string;
  /** None of a guest, whom the function refuses: whoever knows it gets the guest's credentials. */
  readonly identityId: string | undefined;
  readonly user: UserPoolUser | undefined;
  readonly requestId: string;
  /** API Gateway's own, which no client chooses; a REST API has one. */
  readonly extendedRequestId?: string | undefined;
  readonly status: number;
  /** HTTP requests sent to AWS IoT, retries included. */
  readonly attempts: number;
  readonly ms: number;
}

/** Writes the one log line of an answered request. Never throws: no answer depends on whether it could be logged. */
export type AnswerLog = (request: AnsweredRequest, error?: ApiError) => void;

/**
 * One plain object per line, which Lambda's JSON log format structures:
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function createAnswerLog(console: Console): AnswerLog {
  return ({ event, identityId, user, requestId, extendedRequestId, status, attempts, ms }, error) => {
    attempt(() => {
      const who = { identityId, userPoolId: user?.userPoolId, sub: user?.sub };
      const request = { requestId, extendedRequestId, attempts, ms };
      const line = { event, code: error?.code ?? 'OK', status, message: error?.message, ...who, ...request };
      if (!error) console.info(line);
      else if (error.statusCode === 500 || error.remedy)
        console.error({ ...line, remedy: error.remedy, error: describedFault(error.cause) });
      else console.warn({ ...line, cause: nameForLog(error.cause) });
    });
  };
}
