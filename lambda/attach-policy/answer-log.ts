import type { ApiError } from './errors.js';
import type { Invocation } from './invocation.js';

export interface AnswerLogProps {
  readonly console: Pick<Console, 'info' | 'warn' | 'error'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Writes the one log line of an answered request. */
export type AnswerLog = (invocation: Invocation, status: number, error?: ApiError) => void;

/**
 * One plain object per line, which Lambda's JSON log format structures:
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function createAnswerLog({ console, now }: AnswerLogProps): AnswerLog {
  return ({ requestId, startedAt, progress }, status, error) => {
    const { event, identityId, attempts } = progress;
    const line = { event, code: error?.code ?? 'OK', status, identityId, requestId, attempts, ms: now() - startedAt };
    if (!error) console.info(line);
    else if (error.statusCode === 500) console.error({ ...line, remedy: error.remedy, error: described(error.cause) });
    else console.warn({ ...line, cause: nameOf(error.cause) });
  };
}

/** A fault in full, and nothing else of it: the SDK's errors also carry the response and its headers. */
function described(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error === undefined ? undefined : withoutSecrets(String(error));
  const { name, message, stack, cause } = error;
  return {
    name,
    message: withoutSecrets(message),
    stack: withoutSecrets(stack ?? ''),
    cause: depth < 5 ? described(cause, depth + 1) : undefined,
  };
}

/** AWS quotes the canonical request, session token included, when it refuses a signature. */
function withoutSecrets(text: string): string {
  return text
    .replace(/(x-amz-security-token[:=]\s*)[^\s&]+/gi, '$1(removed)')
    .replace(/\bA(KI|SI)A[A-Z0-9]{12,}\b/g, '(removed)');
}

function nameOf(cause: unknown): string | undefined {
  return cause instanceof Error ? cause.name : undefined;
}
