import type { VerifiedCaller } from '../../iam/sigv4.js';
import type { WireRequest } from '../../iam/sigv4-canonical-request.js';

/** What HTTP APIs and function URLs tell a function of a request. */
export interface HttpEventRequest {
  readonly wire: WireRequest;
  /** As the event has it: decoded for an HTTP API, as it was sent for a function URL. */
  readonly rawPath: string;
  readonly routeKey: string;
  readonly stage: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly stageVariables?: Readonly<Record<string, string>> | undefined;
  readonly apiId: string;
  readonly accountId: string;
  readonly requestId: string;
  readonly sourceIp: string | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** `requestContext.authorizer`; none where anybody may call. */
  readonly authorizer: object | undefined;
}

/**
 * The event of payload format 2.0.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
 */
export function createHttpEvent(request: HttpEventRequest): object {
  const { wire, rawPath, routeKey, stage, pathParameters = {}, stageVariables, apiId, accountId } = request;
  const { cookie, ...headers } = wire.headers;
  const parameters = [...new Set(wire.query.keys())].map((name) => [name, wire.query.getAll(name).join(',')]);
  const host = headers.host ?? '';
  const isText = isTextual(headers['content-type']);
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: wire.queryString,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; */) }),
    headers,
    ...(parameters.length === 0 ? {} : { queryStringParameters: Object.fromEntries(parameters) }),
    requestContext: {
      accountId,
      apiId,
      ...(request.authorizer === undefined ? {} : { authorizer: request.authorizer }),
      domainName: host,
      domainPrefix: apiId,
      http: {
        method: wire.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: request.requestId,
      routeKey,
      stage,
      time: commonLogTime(request.time),
      timeEpoch: request.time,
    },
    ...(Object.keys(pathParameters).length === 0 ? {} : { pathParameters }),
    ...(stageVariables === undefined ? {} : { stageVariables }),
    ...(wire.body.length === 0 ? {} : { body: Buffer.from(wire.body).toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: wire.body.length > 0 && !isText,
  };
}

/** `requestContext.authorizer.iam`. @param cognitoIdentity null where there is none, or the service tells none */
export function iamAuthorizer(
  { principal, accessKeyId }: VerifiedCaller,
  accountId: string,
  cognitoIdentity: object | null,
): object {
  const { userId, arn } = principal;
  const iam = { accessKey: accessKeyId, accountId, callerId: userId, cognitoIdentity, principalOrgId: null };
  return { iam: { ...iam, userArn: arn, userId } };
}

/** What is not known to be text, a form too, comes in Base64. */
export function isTextual(contentType = ''): boolean {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return /^(text\/.+|application\/(json|javascript|xml|[\w.-]+\+(json|xml)))$/.test(type);
}

/** `12/Mar/2020:19:03:58 +0000`. */
export function commonLogTime(time: number): string {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(time).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${clock} +0000`;
}
