import type { Express, Request, Response } from 'express';
import serverless from 'serverless-http';
import type { InvokedRequest } from './app.js';
import { apiCaller, type Caller, type ContextIdentity, directCaller } from './caller.js';
import type { Direct } from './direct.js';
import type { Invocation } from './invocation.js';
import { type LastResort, ReportedError } from './last-resort.js';
import { barestEvent, originOf, type ProxyEvent } from './proxy-event.js';
import { attempt, isInstance, textOf } from './thrown.js';

/** What is used of Lambda's context. `clientContext` is left out on purpose: the client writes it. */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly identity?: ContextIdentity | null | undefined;
  getRemainingTimeInMillis(): number;
}

export type LambdaHandler = (event: unknown, context: LambdaContext) => Promise<unknown>;

export interface AdapterProps {
  readonly app: Express;
  readonly direct: Direct;
  /** Answers what `app` and `direct` have thrown, so that neither Express nor Lambda does. */
  readonly lastResort: LastResort;
  readonly identityPoolId: string;
  readonly guestsAllowed: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Answers events of REST APIs, of HTTP APIs (payload 1.0 and 2.0), and direct invocations. */
export function createHandler(props: AdapterProps): LambdaHandler {
  const { app, direct, lastResort, identityPoolId, now } = props;
  const http = serverless(neverByDefault(app), {
    // Off: it would take the request ID from a header of the client's.
    requestId: '',
    binary: false,
    request: (request: InvokedRequest, _event: object, invocation: Invocation) => {
      request.invocation = invocation;
    },
  });
  const invocation = (requestId: string, context: LambdaContext, caller: () => Caller): Invocation => ({
    requestId,
    startedAt: now(),
    caller,
    remainingTime: () => context.getRemainingTimeInMillis(),
    progress: { event: 'unrouted', attempts: 0 },
  });

  const answerApi = async (event: ProxyEvent, context: LambdaContext) => {
    const requestId = requestIdOf(event) ?? context.awsRequestId;
    try {
      return await http(
        barestEvent(event),
        invocation(requestId, context, () => apiCaller(event, identityPoolId)),
      );
    } catch (fault) {
      return lastResort.answer(fault, requestId, originOf(event).origin);
    }
  };

  const answerDirect = async (event: unknown, context: LambdaContext) => {
    try {
      return await direct(
        event,
        invocation(context.awsRequestId, context, () => directCaller(context.identity, props)),
      );
    } catch (fault) {
      throw isInstance(fault, ReportedError) ? fault : lastResort.report(fault, textOf(context, 'awsRequestId') ?? '');
    }
  };

  return async (event, context) =>
    attempt(() => isProxyEvent(event, context))
      ? answerApi(event as ProxyEvent, context)
      : answerDirect(event, context);
}

/** Express's own last answer is a page, with the stack in it: instead, the request fails. */
function neverByDefault(app: Express) {
  return (request: Request, response: Response) => {
    app(request, response, (cause: unknown) => {
      response.emit('error', new Error('Express had no answer.', { cause }));
    });
  };
}

/** API Gateway's; a client of a REST API may have chosen it, so it is taken for no more than it looks like.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html */
function requestIdOf({ requestContext }: ProxyEvent): string | undefined {
  const given = requestContext?.requestId;
  return typeof given === 'string' && /^[\w+/=.:-]{1,128}$/.test(given) ? given : undefined;
}

/**
 * Whoever may invoke the function can write a `requestContext` into the event. With Cognito credentials that shows:
 * Lambda sets `context.identity`, which it never does for API Gateway, so such an event is not believed. With other
 * credentials nothing shows. So the function's resource policy must name API Gateway alone, and `lambda:InvokeFunction`
 * on it may be given to operators and, where direct invocation is wanted, to the pool's authenticated role only.
 */
function isProxyEvent(event: unknown, { identity }: LambdaContext): event is ProxyEvent {
  if (identity?.cognitoIdentityId || identity?.cognitoIdentityPoolId) return false;
  const requestContext = (event as ProxyEvent | null | undefined)?.requestContext;
  return typeof requestContext === 'object' && requestContext !== null;
}
