import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { identityForFunctions, type Principal } from '../iam/principal.js';
import type { InvocationResult } from '../service/function-of-stack.js';

/** What API Gateway knows of a request when it calls the function. */
export interface ProxyRequest {
  readonly method: string;
  /** Below the stage: `/attach-policy`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly sourceIp: string | undefined;
  readonly stage: string;
  readonly restApiId: string;
  readonly accountId: string;
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Undefined on a method without authorization. */
  readonly caller: { readonly principal: Principal; readonly accessKeyId: string } | undefined;
}

export interface ProxyAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array;
}

/**
 * The event of a REST API with Lambda proxy integration.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
 */
export function createProxyEvent(request: ProxyRequest): object {
  const { method, path, query, headers, body, stage, restApiId, accountId, requestId, time } = request;
  const names = [...new Set(query.keys())];
  return {
    resource: path,
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters:
      names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, query.getAll(name).at(-1)])),
    multiValueQueryStringParameters:
      names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, query.getAll(name)])),
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      accountId,
      apiId: restApiId,
      domainName: headers.host,
      extendedRequestId: randomUUID(),
      httpMethod: method,
      identity: identityOf(request),
      path: `/${stage}${path}`,
      protocol: 'HTTP/1.1',
      requestId,
      requestTimeEpoch: time,
      resourcePath: path,
      stage,
    },
    body: body.length === 0 ? null : Buffer.from(body).toString('utf8'),
    isBase64Encoded: false,
  };
}

function identityOf({ caller, sourceIp, headers, accountId }: ProxyRequest): object {
  const cognito = caller && identityForFunctions(caller.principal);
  return {
    accessKey: caller?.accessKeyId ?? null,
    accountId: caller === undefined ? null : accountId,
    caller: caller?.principal.userId ?? null,
    cognitoAuthenticationProvider: cognito?.authenticationProvider || null,
    cognitoAuthenticationType: cognito?.authenticationType ?? null,
    cognitoIdentityId: cognito?.identityId ?? null,
    cognitoIdentityPoolId: cognito?.identityPoolId ?? null,
    principalOrgId: null,
    sourceIp: sourceIp ?? null,
    user: caller?.principal.userId ?? null,
    userAgent: headers['user-agent'] ?? null,
    userArn: caller?.principal.arn ?? null,
  };
}

/**
 * The function's answer as HTTP; undefined if API Gateway would call it malformed.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
export function readProxyResult(result: InvocationResult): ProxyAnswer | undefined {
  if (!result.ok) return undefined;
  const parsed = proxyResult.safeParse(result.payload);
  if (!parsed.success) return undefined;
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = parsed.data;
  return {
    statusCode: Number(statusCode),
    headers: { 'content-type': 'application/json', ...lowerCase(headers), ...lowerCase(multiValueHeaders) },
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}

const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/);
const headerValue = z
  .union([z.string(), z.number(), z.boolean()])
  .transform(String)
  .pipe(z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/));
const proxyResult = z.object({
  statusCode: z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
    .pipe(z.number().int().min(100).max(599)),
  headers: z.record(headerName, headerValue).nullish(),
  multiValueHeaders: z.record(headerName, z.array(headerValue)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

function lowerCase<T>(headers: Readonly<Record<string, T>> | null | undefined): Record<string, T> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
