import type { Request } from 'express';
import { type AccessLogContext, commonLogTime, writeAccessLog } from './access-log.js';
import { type GatewayAnswer, gatewayErrorType } from './gateway-responses.js';
import type { RequestIds } from './request-ids.js';
import type { RestApiSettings } from './rest-api.js';
import type { RestApisOptions } from './rest-apis-options.js';

/** Takes what becomes known of a request, for the stage's access log. */
export interface LoggedRequest {
  know(context: AccessLogContext): void;
  /** As it is in the function's event. Of whom IAM refuses nothing is known here; of API Gateway it is not documented. */
  caller(identity: object): void;
  refused(answer: Omit<GatewayAnswer, 'body'> & { readonly message: string }): void;
  /** Writes the line, where the stage has an access log. */
  end(status: number): void;
}

export function beginLogged(
  api: Pick<RestApiSettings, 'accessLog' | 'restApiId' | 'stageName'>,
  request: Request,
  ids: RequestIds,
  { clock, accountId, logGroups }: Pick<RestApisOptions, 'clock' | 'accountId' | 'logGroups'>,
): LoggedRequest {
  const startedAt = clock.now();
  let context: AccessLogContext = {
    ...ids,
    accountId,
    apiId: api.restApiId,
    stage: api.stageName,
    httpMethod: request.method,
    path: `/${api.stageName}${request.path}`,
    protocol: `HTTP/${request.httpVersion}`,
    domainName: request.headers.host,
    requestTime: commonLogTime(startedAt),
    requestTimeEpoch: startedAt,
    'identity.sourceIp': request.socket.remoteAddress,
    'identity.userAgent': request.headers['user-agent'],
  };
  const know = (more: AccessLogContext) => {
    context = { ...context, ...more };
  };
  return {
    know,
    caller: (identity) =>
      know(Object.fromEntries(Object.entries(identity).map(([name, value]) => [`identity.${name}`, value]))),
    refused({ message, ...answer }) {
      know({ 'error.responseType': gatewayErrorType({ ...answer, body: {} }), 'error.message': message });
      // A signature or token that is not taken is another step: of authentication.
      if (answer.code === 'AccessDeniedException')
        know({ 'authorize.error': message, 'authorize.status': answer.status });
    },
    end(status) {
      if (api.accessLog === undefined) return;
      know({ status, responseLatency: clock.now() - startedAt });
      writeAccessLog(api.accessLog, api, context, logGroups);
    },
  };
}
