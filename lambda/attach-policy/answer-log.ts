import { describedFault, nameForLog } from './described-fault.js';
import type { ApiError } from './errors.js';
import type { Invocation } from './invocation.js';
import { attempt } from './thrown.js';

export interface AnswerLogProps {
  readonly console: Pick<Console, 'info' | 'warn' | 'error'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Writes the one log line of an answered request. Never throws: no answer depends on whether it could be logged. */
export type AnswerLog = (invocation: Invocation, status: number, error?: ApiError) => void;

/**
 * One plain object per line, which Lambda's JSON log format structures:
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function createAnswerLog({ console, now }: AnswerLogProps): AnswerLog {
  return ({ requestId, startedAt, progress }, status, error) => {
    const { event, identityId, attempts } = progress;
    const line = { event, code: error?.code ?? 'OK', status, identityId, requestId, attempts, ms: now() - startedAt };
    attempt(() => {
      if (!error) console.info(line);
      else if (error.statusCode === 500 || error.remedy)
        console.error({ ...line, remedy: error.remedy, error: describedFault(error.cause) });
      else console.warn({ ...line, cause: nameForLog(error.cause) });
    });
  };
}
