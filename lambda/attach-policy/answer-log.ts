import { describedFault, nameForLog } from './described-fault.js';
import type { ApiError } from './errors.js';
import { attempt } from './thrown.js';

export type Console = Pick<typeof globalThis.console, 'info' | 'warn' | 'error'>;

/** What is logged of every request. */
export interface AnsweredRequest {
  /** What was asked for: an action's name, `preflight`, or `unrouted`. */
  readonly event: string;
  readonly identityId: string | undefined;
  readonly requestId: string;
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
  return ({ event, identityId, requestId, status, attempts, ms }, error) => {
    const line = { event, code: error?.code ?? 'OK', status, identityId, requestId, attempts, ms };
    attempt(() => {
      if (!error) console.info(line);
      else if (error.statusCode === 500 || error.remedy)
        console.error({ ...line, remedy: error.remedy, error: describedFault(error.cause) });
      else console.warn({ ...line, cause: nameForLog(error.cause) });
    });
  };
}
