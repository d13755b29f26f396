import type { Express } from 'express';
import type { DirectoryUser } from '../../contract/directory-items.js';
import { apiCaller } from './caller.js';
import { type AllowedOrigins, corsHeaders } from './cors.js';
import type { ApiError } from './errors.js';
import type { Exchange } from './exchange.js';
import type { LambdaContext } from './lambda-handler.js';
import { barestEvent, extendedRequestIdOf, methodOf, originOf, type ProxyEvent, requestIdOf } from './proxy-event.js';
import { createThroughExpress } from './through-express.js';

export interface ApiExchangesProps {
  readonly app: Express;
  readonly allowedOrigins: AllowedOrigins;
  readonly identityPoolId: string;
  /** Who signed an event in. @default nobody asks */
  readonly userOf?: ((event: ProxyEvent) => DirectoryUser | undefined) | undefined;
}

/** Requests through API Gateway: of REST APIs, and of HTTP APIs (payload 1.0 and 2.0). */
export function createApiExchanges({ app, allowedOrigins, identityPoolId, userOf }: ApiExchangesProps) {
  const throughExpress = createThroughExpress(app);

  return (event: ProxyEvent, context: LambdaContext): Exchange => {
    const requestId = requestIdOf(event) ?? context.awsRequestId;
    const cors = corsHeaders(allowedOrigins, originOf(event).origin);
    return {
      requestId,
      extendedRequestId: extendedRequestIdOf(event),
      caller: () => ({ ...apiCaller(event, identityPoolId), user: userOf?.(event) }),
      async answer(invocation) {
        const answered = await throughExpress(barestEvent(event), invocation);
        return { status: answered.statusCode, result: { ...answered, headers: { ...cors, ...answered.headers } } };
      },
      refuse(error) {
        const { statusCode, headers, body } = refusal(error, requestId);
        const given = methodOf(event) === 'HEAD' ? '' : JSON.stringify(body);
        return { statusCode, headers: { ...cors, ...headers }, body: given, isBase64Encoded: false };
      },
    };
  };
}

/** Every error in the one shape. */
function refusal({ statusCode, code, message, headers }: ApiError, requestId: string) {
  return {
    statusCode,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8', 'x-amzn-errortype': code },
    body: { code, message, requestId },
  };
}
