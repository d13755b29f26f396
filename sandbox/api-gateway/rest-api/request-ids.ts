import { randomBytes, randomUUID } from 'node:crypto';
import type { Request } from 'express';

export interface RequestIds {
  readonly requestId: string;
  /** API Gateway's own, whatever the client says. */
  readonly extendedRequestId: string;
}

/**
 * "Clients can override this request ID", says AWS, and recommends `extendedRequestId`, without saying how: by the header
 * `X-Amzn-RequestId`, as others report. What would not be an ID is not taken.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
export function requestIdsOf({ headers }: Pick<Request, 'headers'>): RequestIds {
  const given = headers['x-amzn-requestid'];
  const chosen = typeof given === 'string' && /^[\w!#$%&'*+.^`|~-]{1,128}$/.test(given) ? given : undefined;
  // As in captures: `XxxXXXxx=`.
  return { requestId: chosen ?? randomUUID(), extendedRequestId: randomBytes(11).toString('base64') };
}
