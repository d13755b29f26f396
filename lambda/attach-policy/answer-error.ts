import type { ErrorRequestHandler, Request } from 'express';
import type { AnswerLog } from './answer-log.js';
import { ApiError, internalError } from './errors.js';
import type { Invocation } from './invocation.js';
import { isInstance } from './thrown.js';

/** Our own errors are meant for the caller; any other is a fault, logged in full and told by its request ID alone. */
export function asApiError(error: unknown, requestId: string): ApiError {
  return isInstance(error, ApiError) ? error : internalError(requestId, error);
}

/** Answers every error in the one shape `{code, message, requestId}`. */
export function answerError(invocationOf: (request: Request) => Invocation, log: AnswerLog): ErrorRequestHandler {
  return (error, request, response, _next) => {
    const invocation = invocationOf(request);
    const { requestId } = invocation;
    const known = asApiError(error, requestId);
    log(invocation, known.statusCode, known);
    response.set({ ...known.headers, 'x-amzn-ErrorType': known.code });
    response.status(known.statusCode).json({ code: known.code, message: known.message, requestId });
  };
}
