import type { Request, Response } from 'express';
import type { StackResources } from '../../template/stack-resources.js';
import { readHeaders } from './read-headers.js';

/** By type: what API Gateway's own answers have besides. */
export type GatewayResponses = ReadonlyMap<string, GatewayResponse>;

interface GatewayResponse {
  readonly statusCode: number | undefined;
  /** Header to value, the quotes of the template taken off. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A refusal or a failure of API Gateway's own. */
export interface GatewayAnswer {
  readonly status: number;
  readonly code: string;
  /** Of the gateway response, where the code does not tell. */
  readonly type?: string | undefined;
  readonly body: object;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
const TYPES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'ACCESS_DENIED',
  BadRequestException: 'BAD_REQUEST_PARAMETERS',
  ExpiredTokenException: 'EXPIRED_TOKEN',
  ForbiddenException: 'INVALID_API_KEY',
  IncompleteSignatureException: 'INVALID_SIGNATURE',
  InvalidSignatureException: 'INVALID_SIGNATURE',
  MissingAuthenticationTokenException: 'MISSING_AUTHENTICATION_TOKEN',
  TooManyRequestsException: 'THROTTLED',
  UnauthorizedException: 'UNAUTHORIZED',
};

export function readGatewayResponses(resources: StackResources, restApiId: string): GatewayResponses {
  const own = resources
    .ofType('AWS::ApiGateway::GatewayResponse')
    .map((resource) => resource.properties())
    .filter(({ RestApiId }) => RestApiId === restApiId);
  return new Map(
    own.map(({ ResponseType, StatusCode, ResponseParameters }) => {
      const parameters = (ResponseParameters ?? {}) as Record<string, string>;
      const statusCode = StatusCode === undefined ? undefined : Number(StatusCode);
      return [String(ResponseType), { statusCode, headers: readHeaders(parameters, /^gatewayresponse\.header\./) }];
    }),
  );
}

/** `ACCESS_DENIED`; by the status where the code does not tell. */
export function gatewayErrorType({ status, code, type = TYPES[code] }: GatewayAnswer): string {
  return type ?? (status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX');
}

/** @returns the status that the answer has got */
export function answerGateway(
  response: Response,
  request: Request,
  responses: GatewayResponses,
  { status, code, type = TYPES[code] ?? '', body }: GatewayAnswer,
): number {
  const own = responses.get(type) ?? responses.get(status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX');
  for (const [name, value] of Object.entries(own?.headers ?? {})) {
    // A value is literal, or taken from the request: `method.request.header.origin`. Whether API Gateway distinguishes
    // upper and lower case there is not documented, and reports differ; browsers send lower case over HTTP/2, so a name
    // in any other spelling finds nothing.
    const [, source] = /^method\.request\.header\.(.+)$/.exec(value) ?? [];
    const filled = source === undefined ? value : request.headers[source];
    if (filled !== undefined) response.set(name, filled);
  }
  const answered = own?.statusCode ?? status;
  response.status(answered).set('x-amzn-errortype', code).json(body);
  return answered;
}
