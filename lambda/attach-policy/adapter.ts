import type { Express } from 'express';
import serverless from 'serverless-http';
import type { InvokedRequest } from './app.js';
import { apiCaller, type Caller, type ContextIdentity, directCaller } from './caller.js';
import type { Direct } from './direct.js';
import type { Invocation } from './invocation.js';
import { barestEvent, type ProxyEvent } from './proxy-event.js';

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
  readonly identityPoolId: string;
  readonly guestsAllowed: boolean;
  /** Whether the caller's role decides which policy it gets. */
  readonly rolesDecide: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Answers events of REST APIs, of HTTP APIs (payload 1.0 and 2.0), and direct invocations. */
export function createHandler(props: AdapterProps): LambdaHandler {
  const { app, direct, identityPoolId, now } = props;
  const http = serverless(app, {
    // Off: it would take the request ID from a header of the client's.
    requestId: '',
    binary: false,
    request: (request: InvokedRequest, _event: object, invocation: Invocation) => {
      request.invocation = invocation;
    },
  });
  return async (event, context) => {
    const invocation = (requestId: string, caller: () => Caller): Invocation => ({
      requestId,
      startedAt: now(),
      caller,
      remainingTime: () => context.getRemainingTimeInMillis(),
      progress: { event: 'unrouted', attempts: 0 },
    });
    if (!isProxyEvent(event, context)) {
      const caller = () => directCaller(context.identity, props);
      return direct(event, invocation(context.awsRequestId, caller));
    }
    const requestId = event.requestContext?.requestId;
    return http(
      barestEvent(event),
      invocation(typeof requestId === 'string' && requestId ? requestId : context.awsRequestId, () =>
        apiCaller(event, identityPoolId),
      ),
    );
  };
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
