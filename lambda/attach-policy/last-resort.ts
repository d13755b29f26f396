import type { AnswerLogProps } from './answer-log.js';
import { type AllowedOrigins, corsHeaders } from './cors.js';
import { describedFault } from './described-fault.js';
import { internalError } from './errors.js';
import { attempt } from './thrown.js';

export interface ProxyResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: false;
}

/** What is left to say when answering itself has failed. Neither of them throws, and each logs the fault. */
export interface LastResort {
  /** The answer to API Gateway, in the one shape. */
  answer(fault: unknown, requestId: string, origin: string | undefined): ProxyResult;
  /** What to reject a direct invocation with. */
  report(fault: unknown, requestId: string): ReportedError;
}

export interface LastResortProps {
  readonly allowedOrigins: AllowedOrigins;
  readonly console: Pick<AnswerLogProps['console'], 'error'>;
}

export function createLastResort({ allowedOrigins, console }: LastResortProps): LastResort {
  const told = (fault: unknown, requestId: string) => {
    const { code, message, statusCode } = internalError(requestId, undefined);
    const line = { event: 'lastResort', code, status: statusCode, requestId };
    attempt(() => console.error({ ...line, error: describedFault(fault) }));
    return { code, message, statusCode };
  };
  return {
    answer(fault, requestId, origin) {
      const { code, message, statusCode } = told(fault, requestId);
      const headers: Record<string, string> = {
        'content-type': 'application/json; charset=utf-8',
        'x-amzn-errortype': code,
      };
      for (const [name, value] of Object.entries(corsHeaders(allowedOrigins, origin)))
        headers[name.toLowerCase()] = value;
      return { statusCode, headers, body: JSON.stringify({ code, message, requestId }), isBase64Encoded: false };
    },
    report(fault, requestId) {
      const { code, message } = told(fault, requestId);
      return new ReportedError(code, message);
    },
  };
}

/**
 * What a direct invocation is told: the code as `errorType`, the message as `errorMessage`. Without cause and stack:
 * Lambda sends the stack to whoever invoked. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
 */
export class ReportedError extends Error {
  constructor(code: string, message: string) {
    super(message);
    this.name = code;
    this.stack = `${code}: ${message}`;
  }
}
