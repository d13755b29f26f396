import { describedFault, nameForLog } from './described-fault.js';
import type { ApiError } from './errors.js';
import type { CountedRequest, Level, MetricsLog } from './metrics-log.js';
import type { UserPoolUser } from './signed-logins.js';
import { attempt } from './thrown.js';

export type Console = Pick<typeof globalThis.console, 'info' | 'warn' | 'error'>;

/** What is logged of every request. */
export interface AnsweredRequest extends CountedRequest {
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
 *
 * @param metrics writes the line in its stead, where metrics are to come of it
 */
export function createAnswerLog(console: Console, metrics?: MetricsLog): AnswerLog {
  return (answered, error) => {
    attempt(() => {
      const { level, line } = lineOf(answered, error);
      if (metrics) metrics(level, line, answered, error);
      else console[level](line);
    });
  };
}

function lineOf(answered: AnsweredRequest, error?: ApiError): { readonly level: Level; readonly line: object } {
  const { event, identityId, user, requestId, extendedRequestId, status, attempts, ms } = answered;
  const who = { identityId, userPoolId: user?.userPoolId, sub: user?.sub };
  const request = { requestId, extendedRequestId, attempts, ms };
  const line = { event, code: error?.code ?? 'OK', status, message: error?.message, ...who, ...request };
  if (!error) return { level: 'info', line };
  if (error.statusCode === 500 || error.remedy) {
    return { level: 'error', line: { ...line, remedy: error.remedy, error: describedFault(error.cause) } };
  }
  return { level: 'warn', line: { ...line, cause: nameForLog(error.cause) } };
}
