import type { Request, RequestHandler, Response } from 'express';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import { asAwsError } from '../../http/aws-errors.js';
import { wireRequest } from '../../http/wire-request.js';
import { partitionOf } from '../../template/partition.js';
import { type IntegrationCall, invokeIntegration, noteMalformed } from '../integration/invoke-integration.js';
import { matchPath } from '../path-template.js';
import type { RequestNotes } from '../requests/request-log.js';
import { admitToMethod, type MethodCaller } from './admit-to-method.js';
import { createProxyEvent, identityOf, type ProxyAnswer, readProxyResult } from './create-proxy-event.js';
import { answerGateway } from './gateway-responses.js';
import { beginLogged, type LoggedRequest } from './logged-request.js';
import { createMethodThrottle } from './method-throttle.js';
import { type RequestIds, requestIdsOf } from './request-ids.js';
import type { LambdaIntegration, MethodSettings, MockIntegration, RestApiSettings } from './rest-api.js';
import type { RestApisOptions } from './rest-apis-options.js';

interface Called {
  readonly method: MethodSettings;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Requested extends Called {
  readonly request: Request;
  readonly ids: RequestIds;
  readonly note: RequestNotes;
  readonly logged: LoggedRequest;
}

/** One API at one stage: signature or token, policies, validation, throttling, then what is behind it. */
export function createRestApi(api: RestApiSettings, options: RestApisOptions): RequestHandler {
  const throttle = createMethodThrottle(api, options.accountThrottle, options.clock.now);

  const answer = async (requested: Requested, response: Response): Promise<void> => {
    const { method, note } = requested;
    const { integration } = method;
    const caller = await admitToMethod(api, requested, options);
    requested.logged.caller(identityOf({ caller, accountId: options.accountId }));
    if (method.apiKeyRequired) {
      note({ reason: `The sandbox does not emulate API keys, and method ${method.logicalId} takes one.` });
      throw new AwsError('ForbiddenException', 'Forbidden', 403);
    }
    requireParameters(requested);
    if (!throttle(method)) throw new AwsError('TooManyRequestsException', 'Too Many Requests', 429);
    if (integration.type === 'MOCK') {
      note({ status: integration.statusCode });
      return answerMock(requested.request, response, integration);
    }
    if (integration.type === 'unsupported') throw new UnsupportedError(integration.what);
    const { statusCode, headers, body } = await invoke(api, integration, { ...requested, caller }, options);
    note({ status: statusCode });
    // Of Lambda itself, not of what the function says.
    requested.logged.know({ 'integration.status': 200, integrationStatus: 200 });
    // Not by Express, which would add a charset to the type.
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.status(statusCode).end(body);
  };

  return async (request, response) => {
    const ids = requestIdsOf(request);
    response.set({ 'x-amzn-requestid': ids.requestId, 'x-amz-apigw-id': ids.extendedRequestId });
    const logged = beginLogged(api, request, ids, options);
    const { restApiId, stageName } = api;
    const { method, path } = request;
    const note = options.requests.begin({ kind: 'REST API', apiId: restApiId, stage: stageName, method, path });
    try {
      filterByWebAcl(api, request);
      if (api.refusal === 'disabled') throw new AwsError('ForbiddenException', 'Forbidden', 403);
      if (api.refusal !== undefined) throw new UnsupportedError(api.refusal.unsupported);
      const called = findMethod(api, request);
      if (called === undefined) {
        note({ reason: `The API has no ${method} ${path}.` });
        throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
      }
      note({ route: `${called.method.httpMethod} ${called.method.path.template}` });
      logged.know({ resourcePath: called.method.path.template });
      await answer({ ...called, request, ids, note, logged }, response);
    } catch (error) {
      const { code, message, status } = asAwsError(error, `${method} ${request.baseUrl}${path}`, options.faults);
      note({ reason: error instanceof FilteredByWebAcl ? error.why : message });
      const body = { [code === 'AccessDeniedException' ? 'Message' : 'message']: message };
      const { type } = error instanceof FilteredByWebAcl ? error : { type: undefined };
      logged.refused({ status, code, type, message });
      note({ status: answerGateway(response, request, api.gatewayResponses, { status, code, body, type }) });
    } finally {
      logged.end(response.statusCode);
    }
  };
}

/**
 * Before everything else, preflights and requests that nothing takes included.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
 */
function filterByWebAcl({ webAcl }: RestApiSettings, { socket }: Request): void {
  if (webAcl?.(socket.remoteAddress ?? '') === false) throw new FilteredByWebAcl();
}

/** What API Gateway says for a web ACL. */
class FilteredByWebAcl extends AwsError {
  readonly type = 'WAF_FILTERED';
  readonly why = 'The web ACL of the stage blocks the address, which sent too many requests.';

  constructor() {
    super('ForbiddenException', 'Forbidden', 403);
  }
}

/**
 * The most specific path decides, and another one that has the method does not help: AWS documents the first alone.
 */
function findMethod({ methods }: RestApiSettings, request: Request): Called | undefined {
  // Inside `use`, Express leaves the path below the stage; API Gateway takes a trailing slash for the same resource.
  const path = request.path === '/' ? '/' : request.path.replace(/\/$/, '');
  const matching = methods.flatMap((method) => {
    const pathParameters = matchPath(method.path, path);
    return pathParameters === undefined ? [] : [{ method, pathParameters }];
  });
  const ofPath = matching.filter(({ method }) => method.path.template === matching[0]?.method.path.template);
  const called = (httpMethod: string) => ofPath.find(({ method }) => method.httpMethod === httpMethod);
  return called(request.method) ?? called('ANY');
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html */
function requireParameters({ method, pathParameters, request }: Requested): void {
  const { query, headers } = wireRequest(request);
  const given = {
    path: (name: string) => pathParameters[name],
    querystring: (name: string) => query.get(name),
    header: (name: string) => headers[name.toLowerCase()],
  };
  const missing = method.requiredParameters.filter(({ location, name }) => !given[location](name));
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  throw new AwsError('BadRequestException', `Missing required request parameters: [${names}]`, 400);
}

async function invoke(
  api: RestApiSettings,
  { functionArn, timeoutMilliseconds }: LambdaIntegration,
  { request, ids, note, method, pathParameters, caller }: Requested & { readonly caller: MethodCaller },
  { functionOf, clock, doors: { region }, accountId, onLogLine }: RestApisOptions,
): Promise<ProxyAnswer> {
  const { template } = method.path;
  const { restApiId, stageName } = api;
  const wire = wireRequest(request);
  const event = createProxyEvent({
    method: wire.method,
    resource: template,
    path: request.path,
    pathParameters,
    query: wire.query,
    headers: wire.headers,
    body: wire.body,
    sourceIp: request.socket.remoteAddress,
    api,
    accountId,
    ...ids,
    time: clock.now(),
    caller,
  });
  const call: IntegrationCall = {
    invoked: functionOf(functionArn),
    event,
    // A method `ANY` stands for the one that was asked for.
    sourceArn: `arn:${partitionOf(region).name}:execute-api:${region}:${accountId}:${restApiId}/${stageName}/${wire.method}${template}`,
    timeoutMilliseconds,
    route: `${wire.method} ${template}`,
    note,
    onLogLine,
  };
  const outcome = await invokeIntegration(call);
  if (outcome.outcome === 'timed-out') {
    throw new AwsError('InternalServerErrorException', 'Endpoint request timed out', 504);
  }
  // A rejected invocation is a 500, a failed function a 502:
  // https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway-errors.html
  if (outcome.outcome !== 'answered') throw internalServerError(500);
  const answer = readProxyResult(outcome.result);
  if (answer !== undefined) return answer;
  noteMalformed(call, outcome.result);
  throw internalServerError(502);
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
