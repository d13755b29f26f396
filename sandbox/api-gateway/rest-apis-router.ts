import { randomUUID } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import type { Clock } from '../base/clock.js';
import { AwsError } from '../base/errors.js';
import type { Faults } from '../base/faults.js';
import { createRateLimiter } from '../base/rate-limiter.js';
import { asAwsError } from '../http/aws-errors.js';
import { callOf, wireRequest } from '../http/wire-request.js';
import type { VerifiedCaller } from '../iam/sigv4.js';
import { matches, parsePattern } from '../iam/wildcard-pattern.js';
import { admit, type Doors } from '../service/call-operation.js';
import { type FunctionOfStack, LambdaThrottled } from '../service/function-of-stack.js';
import type { Access } from '../service/operation.js';
import type { Peers } from '../service/peers.js';
import { createProxyEvent, type ProxyAnswer, readProxyResult } from './create-proxy-event.js';
import type { RequestLog, RequestNotes } from './requests/request-log.js';
import type { LambdaIntegration, MethodSettings, MockIntegration, RestApiSettings } from './rest-api-resources.js';

export interface ApiGatewayOptions {
  readonly apis: readonly RestApiSettings[];
  /** The function behind an integration. */
  readonly functionOf: Peers['functionOf'];
  readonly doors: Doors;
  readonly clock: Clock;
  readonly accountId: string;
  readonly onLogLine: (line: string) => void;
  readonly faults: Faults;
  readonly requests: RequestLog;
}

/** Where the sandbox serves a REST API: AWS gives each its own host name, one port has none to give. */
export function apiPath(restApiId: string, stageName: string): string {
  return `/execute-api/${restApiId}/${stageName}`;
}

/** `/execute-api/<API>/<stage>/…`: signature, `execute-api:Invoke`, throttling, then the function. */
export function restApisRouter(options: ApiGatewayOptions): Router {
  const router = Router({ caseSensitive: true });
  for (const api of options.apis) {
    const handle = createApi(api, options);
    router.use(apiPath(api.restApiId, api.stageName), handle);
  }
  router.use('/execute-api', (request, response) => {
    // An API that does not exist has no name in DNS; this is what an unknown stage answers.
    answerGateway(response, request, {}, 403, 'ForbiddenException', { message: 'Forbidden' });
  });
  return router;
}

function createApi(api: RestApiSettings, options: ApiGatewayOptions) {
  const { clock } = options;
  const { rateLimit, burstLimit } = api.throttling;
  const throttle = createRateLimiter(clock.now, rateLimit, burstLimit);

  return async (request: Request, response: Response): Promise<void> => {
    const requestId = randomUUID();
    response.set({ 'x-amzn-requestid': requestId, 'x-amz-apigw-id': requestId.replaceAll('-', '').slice(0, 16) });
    const note = options.requests.begin({
      kind: 'REST API',
      apiId: api.restApiId,
      stage: api.stageName,
      method: request.method,
      path: request.path,
    });
    try {
      const method = findMethod(api, request);
      if (method === undefined) {
        note({ reason: `The API has no ${request.method} ${request.path}.` });
        throw missingToken();
      }
      note({ route: `${method.httpMethod} ${method.path}` });
      const { integration } = method;
      if (integration.type === 'MOCK') {
        note({ status: integration.statusCode });
        return answerMock(request, response, integration);
      }
      const caller = await admitted(api, method, request, options);
      if (caller !== undefined) note({ caller: caller.principal.cognito?.identityId ?? caller.principal.arn });
      if (!throttle.take()) throw new AwsError('TooManyRequestsException', 'Too Many Requests', 429);
      const answer = await invoke(api, method, integration, { request, requestId, caller, note }, options);
      note({ status: answer.statusCode });
      // Not by Express, which would add a charset to the type.
      for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
      response.status(answer.statusCode).end(answer.body);
    } catch (error) {
      const { code, message, status } = asAwsError(
        error,
        `${request.method} ${request.baseUrl}${request.path}`,
        options.faults,
      );
      note({ reason: message, status });
      const key = code === 'AccessDeniedException' ? 'Message' : 'message';
      answerGateway(response, request, api.gatewayResponseHeaders, status, code, { [key]: message });
    }
  };
}

/** The signer of a request; undefined where the method takes unsigned ones, too. */
async function admitted(
  api: RestApiSettings,
  { path, authorizationType }: MethodSettings,
  request: Request,
  { doors, accountId }: ApiGatewayOptions,
): Promise<VerifiedCaller | undefined> {
  const resource = `arn:aws:execute-api:${doors.region}:${accountId}:${api.restApiId}/${api.stageName}/${request.method}${path}`;
  const access: Access = authorizationType === 'AWS_IAM' ? { iam: () => resource } : 'public';
  const call = callOf(request, () => ({}));
  try {
    const caller = await admit({ name: 'execute-api:Invoke', access }, call, { signingName: 'execute-api' }, doors);
    // What `admit` gives for these two.
    return caller as VerifiedCaller | undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // API Gateway shows only the last digits of the account in the resource.
    const { code, message, status } = error;
    const masked = resource.replace(accountId, `********${accountId.slice(-4)}`);
    throw new AwsError(code, message.replace(resource, masked), status);
  }
}

interface Admitted {
  readonly request: Request;
  readonly requestId: string;
  readonly caller: VerifiedCaller | undefined;
  readonly note: RequestNotes;
}

async function invoke(
  { restApiId, stageName }: RestApiSettings,
  { path }: MethodSettings,
  { functionArn, timeoutMilliseconds }: LambdaIntegration,
  { request, requestId, caller, note }: Admitted,
  { functionOf, clock, doors: { region }, accountId, onLogLine }: ApiGatewayOptions,
): Promise<ProxyAnswer> {
  const invoked = functionOf(functionArn);
  const wire = wireRequest(request);
  // A method `ANY` stands for the one that was asked for.
  const { method: httpMethod } = wire;
  const source = `arn:aws:execute-api:${region}:${accountId}:${restApiId}/${stageName}/${httpMethod}${path}`;
  if (!mayInvoke(invoked, source)) {
    const why = `Invalid permissions on Lambda function ${invoked.functionName}`;
    onLogLine(`Execution failed due to configuration error: ${why}`);
    note({ reason: why });
    throw internalServerError(500);
  }
  const event = createProxyEvent({
    method: httpMethod,
    path,
    query: wire.query,
    headers: wire.headers,
    body: wire.body,
    sourceIp: request.socket.remoteAddress,
    stage: stageName,
    restApiId,
    accountId,
    requestId,
    time: clock.now(),
    caller: caller && { principal: caller.principal, accessKeyId: caller.accessKeyId },
  });
  note({ event });
  const invocation = invoked.invoke({ event }).catch((error: unknown) => {
    // A rejected invocation is a 500, a failed function a 502:
    // https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway-errors.html
    if (!(error instanceof LambdaThrottled)) throw error;
    onLogLine(`${invoked.functionName} was not invoked for ${httpMethod} ${path}: ${error.code}, ${error.reason}`);
    note({ reason: `${invoked.functionName} was not invoked: ${error.reason}` });
    throw internalServerError(500);
  });
  const result = await withTimeout(invocation, timeoutMilliseconds);
  if (result === undefined) throw new AwsError('InternalServerErrorException', 'Endpoint request timed out', 504);
  note({ answer: result.ok ? result.payload : result });
  const answer = readProxyResult(result);
  if (answer !== undefined) return answer;
  const why = result.ok ? 'Malformed Lambda proxy response' : `${result.errorType}: ${result.errorMessage}`;
  onLogLine(`${invoked.functionName} gave no answer to ${httpMethod} ${path}: ${why}`);
  note({ reason: `${invoked.functionName}: ${why}` });
  throw internalServerError(502);
}

function findMethod({ methods }: RestApiSettings, request: Request): MethodSettings | undefined {
  // Inside `use`, Express leaves the path below the stage; API Gateway takes a trailing slash for the same resource.
  const path = request.path === '/' ? '/' : request.path.replace(/\/$/, '');
  const called = (httpMethod: string) =>
    methods.find((method) => method.path === path && method.httpMethod === httpMethod);
  return called(request.method) ?? called('ANY');
}

function mayInvoke({ permissions }: FunctionOfStack, source: string): boolean {
  return permissions.some(
    ({ principal, sourceArn }) =>
      principal === 'apigateway.amazonaws.com' &&
      (sourceArn === undefined || matches(parsePattern(sourceArn, { asArn: true }), source, new Map())),
  );
}

/** Unsigned and unknown look the same to API Gateway. */
function missingToken(): AwsError {
  return new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
}

function internalServerError(status: number): AwsError {
  return new AwsError('InternalServerErrorException', 'Internal server error', status);
}

function answerMock(
  request: Request,
  response: Response,
  { statusCode, headers, allowedOrigins }: MockIntegration,
): void {
  response.status(statusCode).set(headers);
  const origin = request.get('origin');
  // As CDK's response template does: the first origin stands in the header until another allowed one asks.
  if (origin !== undefined && allowedOrigins?.includes(origin)) response.set('Access-Control-Allow-Origin', origin);
  response.end();
}

function answerGateway(
  response: Response,
  request: Request,
  headers: Partial<RestApiSettings['gatewayResponseHeaders']>,
  status: number,
  code: string,
  body: object,
): void {
  const configured = headers[status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX'] ?? {};
  for (const [name, value] of Object.entries(configured)) {
    // A value is literal, or taken from the request: `method.request.header.origin`. Whether API Gateway distinguishes
    // upper and lower case there is not documented, and reports differ; browsers send lower case over HTTP/2, so a name
    // in any other spelling finds nothing.
    const [, source] = /^method\.request\.header\.(.+)$/.exec(value) ?? [];
    const filled = source === undefined ? value : request.headers[source];
    if (filled !== undefined) response.set(name, filled);
  }
  response.status(status).set('x-amzn-errortype', code).json(body);
}

async function withTimeout<T>(work: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
