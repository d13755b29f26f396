import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { identityForFunctions } from '../../iam/principal.js';
import type { InvocationResult } from '../../service/function-of-stack.js';
import type { MethodCaller } from './admit-to-method.js';
import type { RestApiSettings } from './rest-api.js';

/** What API Gateway knows of a request when it calls the function. */
export interface ProxyRequest {
  readonly method: string;
  /** Of the method: `/things/{thing}`. */
  readonly resource: string;
  /** Below the stage, as it was sent: `/things/lamp%201`. */
  readonly path: string;
  /** Decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly sourceIp: string | undefined;
  readonly api: Pick<RestApiSettings, 'restApiId' | 'stageName' | 'stageVariables' | 'binaryMediaTypes'>;
  readonly accountId: string;
  readonly requestId: string;
  readonly extendedRequestId: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly caller: MethodCaller;
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
  const { method, resource, path, pathParameters, query, headers, body, api, accountId, requestId, time } = request;
  const names = [...new Set(query.keys())];
  const isBase64Encoded = body.length > 0 && isBinary(headers['content-type'], api.binaryMediaTypes);
  const { claims } = request.caller;
  return {
    resource,
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters:
      names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, query.getAll(name).at(-1)])),
    multiValueQueryStringParameters:
      names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, query.getAll(name)])),
    pathParameters: Object.keys(pathParameters).length === 0 ? null : pathParameters,
    stageVariables: api.stageVariables,
    requestContext: {
      accountId,
      apiId: api.restApiId,
      ...(claims === undefined ? {} : { authorizer: { claims: claimsAsText(claims) } }),
      domainName: headers.host,
      extendedRequestId: request.extendedRequestId,
      httpMethod: method,
      identity: {
        ...identityOf(request),
        sourceIp: request.sourceIp ?? null,
        userAgent: headers['user-agent'] ?? null,
      },
      path: `/${api.stageName}${path}`,
      protocol: 'HTTP/1.1',
      requestId,
      requestTimeEpoch: time,
      resourcePath: resource,
      stage: api.stageName,
    },
    body: body.length === 0 ? null : Buffer.from(body).toString(isBase64Encoded ? 'base64' : 'utf8'),
    isBase64Encoded,
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html */
function isBinary(contentType: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  return binaryMediaTypes.some((binary) => binary === '*/*' || binary.toLowerCase() === type);
}

/** A function of a REST API gets them as text, lists with commas. */
function claimsAsText(claims: JWTPayload): Record<string, string> {
  const asText = (value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? JSON.stringify(value) : String(value);
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, asText(value)]));
}

/** Who called, as API Gateway says it. */
export function identityOf({ caller: { signer }, accountId }: Pick<ProxyRequest, 'caller' | 'accountId'>): object {
  const cognito = signer && identityForFunctions(signer.principal);
  return {
    accessKey: signer?.accessKeyId ?? null,
    accountId: signer === undefined ? null : accountId,
    caller: signer?.principal.userId ?? null,
    cognitoAuthenticationProvider: cognito?.authenticationProvider || null,
    cognitoAuthenticationType: cognito?.authenticationType ?? null,
    cognitoIdentityId: cognito?.identityId ?? null,
    cognitoIdentityPoolId: cognito?.identityPoolId ?? null,
    principalOrgId: null,
    user: signer?.principal.userId ?? null,
    userArn: signer?.principal.arn ?? null,
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
