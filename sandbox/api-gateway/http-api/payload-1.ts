import { randomUUID } from 'node:crypto';
import { identityForFunctions } from '../../iam/principal.js';
import type { VerifiedCaller } from '../../iam/sigv4.js';
import { commonLogTime, type HttpEventRequest, isTextual } from '../integration/payload-2.js';
import type { RouteSettings } from './http-api.js';

export interface Payload1Request extends HttpEventRequest {
  readonly route: RouteSettings;
  readonly signer: VerifiedCaller | undefined;
}

/**
 * The event of payload format 1.0, which is much like that of a REST API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function createPayload1(request: Payload1Request): object {
  const { wire, route, rawPath, stage, pathParameters = {}, stageVariables, apiId, accountId, time } = request;
  const { headers, query, body, method } = wire;
  const names = [...new Set(query.keys())];
  const isText = isTextual(headers['content-type']);
  const resource = route.path?.template ?? '$default';
  return {
    version: '1.0',
    resource,
    path: rawPath,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters:
      names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, query.getAll(name).at(-1)])),
    multiValueQueryStringParameters:
      names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, query.getAll(name)])),
    requestContext: {
      accountId,
      apiId,
      ...(request.authorizer === undefined ? {} : { authorizer: request.authorizer }),
      domainName: headers.host,
      domainPrefix: apiId,
      extendedRequestId: randomUUID(),
      httpMethod: method,
      identity: identityOf(request),
      path: rawPath,
      protocol: 'HTTP/1.1',
      requestId: request.requestId,
      requestTime: commonLogTime(time),
      requestTimeEpoch: time,
      resourceId: route.routeKey,
      resourcePath: resource,
      stage,
    },
    pathParameters: Object.keys(pathParameters).length === 0 ? null : pathParameters,
    stageVariables: stageVariables ?? null,
    body: body.length === 0 ? null : Buffer.from(body).toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/**
 * Whether it says of a Cognito identity by which provider it came, and that it has signed in, was not found; what was
 * seen is `cognitoAmr`. A function that relies on the others is not told here what it may not be told on AWS.
 */
function identityOf({ signer, sourceIp, wire, accountId }: Payload1Request): object {
  const cognito = signer && identityForFunctions(signer.principal);
  return {
    accessKey: signer?.accessKeyId ?? null,
    accountId: signer === undefined ? null : accountId,
    caller: signer?.principal.userId ?? null,
    cognitoAmr: cognito?.amr ?? null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: cognito?.identityId ?? null,
    cognitoIdentityPoolId: cognito?.identityPoolId ?? null,
    principalOrgId: null,
    sourceIp: sourceIp ?? null,
    user: signer?.principal.userId ?? null,
    userAgent: wire.headers['user-agent'] ?? null,
    userArn: signer?.principal.arn ?? null,
  };
}
