import type { Access, Action } from './access.js';
import { type Console, createAnswerLog } from './answer-log.js';
import type { Caller } from './caller.js';
import { ApiError, internalError } from './errors.js';
import type { Exchange } from './exchange.js';
import type { LambdaContext, LambdaHandler } from './lambda-handler.js';
import type { MetricsLog } from './metrics-log.js';
import { userPoolUser } from './signed-logins.js';
import { isInstance, textOf } from './thrown.js';

export interface BoundaryProps {
  /** Tells what kind of request an event is. Does not throw, whatever the event. */
  readonly exchangeFor: (event: unknown, context: LambdaContext) => Exchange;
  readonly access: Access;
  readonly console: Console;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** @default none */
  readonly metrics?: MetricsLog | undefined;
}

/**
 * Around everything: request -> caller -> access -> answer. Whatever is thrown inside, by Express and the SDK too, becomes
 * an answer here and nowhere else, and each request is logged here, once.
 */
export function createBoundary({ exchangeFor, access, console, now, metrics }: BoundaryProps): LambdaHandler {
  const log = createAnswerLog(console, metrics);

  return async (event, context) => {
    const startedAt = now();
    const exchange = exchangeFor(event, context);
    const { requestId, extendedRequestId } = exchange;
    let asked: Action | 'preflight' | 'unrouted' = 'unrouted';
    let caller: Caller | undefined;
    let attempts = 0;
    const done = (status: number, error?: ApiError) => {
      const { identityId, logins = [] } = caller ?? {};
      const request = { event: asked, requestId, extendedRequestId, status, attempts, ms: now() - startedAt };
      log({ ...request, invocationId: textOf(context, 'awsRequestId'), identityId, user: userPoolUser(logins) }, error);
    };

    try {
      const { status, result } = await exchange.answer({
        async perform(action) {
          asked = action;
          caller = exchange.caller();
          return access(action, caller, {
            remainingTime: context.getRemainingTimeInMillis(),
            countAttempt: () => {
              attempts += 1;
            },
          });
        },
        preflight() {
          asked = 'preflight';
        },
      });
      done(status);
      return result;
    } catch (thrown) {
      const error = asApiError(thrown, requestId);
      done(error.statusCode, error);
      return exchange.refuse(error);
    }
  };
}

/** Our own errors are meant for the caller; any other is a fault, logged in full and told by its request ID alone. */
function asApiError(thrown: unknown, requestId: string): ApiError {
  return isInstance(thrown, ApiError) ? thrown : internalError(requestId, thrown);
}
