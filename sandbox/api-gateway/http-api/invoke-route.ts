import type { JWTPayload } from 'jose';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import { identityForFunctions } from '../../iam/principal.js';
import type { Call } from '../../service/call-operation.js';
import { partitionOf } from '../../template/partition.js';
import { type HttpAnswer, readHttpResult } from '../integration/answer-2.js';
import { type IntegrationCall, invokeIntegration, noteMalformed } from '../integration/invoke-integration.js';
import { createHttpEvent, type HttpEventRequest, iamAuthorizer } from '../integration/payload-2.js';
import { decodedPath } from '../path-template.js';
import type { RequestNotes } from '../requests/request-log.js';
import { readProxyResult } from '../rest-api/create-proxy-event.js';
import type { RouteCaller } from './admit-to-route.js';
import { DEFAULT_STAGE, type HttpApiSettings, type HttpStage, type RouteSettings } from './http-api.js';
import type { HttpApisOptions } from './http-apis-options.js';
import { createPayload1 } from './payload-1.js';

export interface RouteInvocation {
  readonly api: HttpApiSettings;
  readonly stage: HttpStage;
  readonly route: RouteSettings;
  /** Below the stage, as it was sent. */
  readonly path: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly call: Call;
  readonly caller: RouteCaller;
  readonly requestId: string;
  readonly note: RequestNotes;
}

/** Calls the function of a route, and makes HTTP of what it answers. @throws AwsError as an HTTP API fails */
export async function invokeRoute(invocation: RouteInvocation, options: HttpApisOptions): Promise<HttpAnswer> {
  const { api, route, stage, call, note } = invocation;
  const { integration } = route;
  const { doors, accountId, functionOf, onLogLine } = options;
  if (integration.type === 'unsupported') throw new UnsupportedError(integration.what);
  const { functionArn, payloadFormatVersion, timeoutMilliseconds } = integration;
  const { method } = call.wire;
  const place = route.path === undefined ? DEFAULT_STAGE : `${method}${route.path.template}`;
  const integrationCall: IntegrationCall = {
    invoked: functionOf(functionArn),
    event: eventOf(invocation, options),
    sourceArn: `arn:${partitionOf(doors.region).name}:execute-api:${doors.region}:${accountId}:${api.apiId}/${stage.stageName}/${place}`,
    timeoutMilliseconds,
    route: route.routeKey,
    note,
    onLogLine,
  };
  const outcome = await invokeIntegration(integrationCall);
  if (outcome.outcome === 'timed-out') throw new AwsError('ServiceUnavailableException', 'Service Unavailable', 503);
  if (outcome.outcome !== 'answered') throw internalServerError();
  const answer =
    payloadFormatVersion === '1.0'
      ? readProxyResult(outcome.result)
      : readHttpResult(outcome.result, 'text/plain; charset=utf-8');
  if (answer !== undefined) return answer;
  noteMalformed(integrationCall, outcome.result);
  throw internalServerError();
}

function eventOf(
  { api, stage, route, path, pathParameters, call, caller, requestId }: RouteInvocation,
  { clock, accountId }: HttpApisOptions,
): object {
  const { integration } = route;
  const { stageName, stageVariables } = stage;
  const { signer } = caller;
  const isFirst = integration.type === 'AWS_PROXY' && integration.payloadFormatVersion === '1.0';
  const request: HttpEventRequest = {
    wire: call.wire,
    // An HTTP API decodes the path before anybody sees it, and puts the stage before it.
    rawPath: `${stageName === DEFAULT_STAGE ? '' : `/${stageName}`}${decodedPath(path)}`,
    routeKey: route.routeKey,
    stage: stageName,
    pathParameters,
    stageVariables,
    apiId: api.apiId,
    accountId,
    requestId,
    sourceIp: call.sourceIp,
    time: clock.now(),
    authorizer: authorizerOf(caller, accountId, { isFirst }),
  };
  return isFirst ? createPayload1({ ...request, route, signer }) : createHttpEvent(request);
}

function authorizerOf(
  { signer, claims, scopes = null }: RouteCaller,
  accountId: string,
  { isFirst }: { readonly isFirst: boolean },
): object | undefined {
  if (claims !== undefined) {
    const jwt = { claims: claimsAsText(claims), scopes };
    return isFirst ? jwt : { jwt };
  }
  if (signer === undefined || isFirst) return undefined;
  const cognito = identityForFunctions(signer.principal);
  const identity = cognito && {
    amr: cognito.amr,
    identityId: cognito.identityId,
    identityPoolId: cognito.identityPoolId,
  };
  return iamAuthorizer(signer, accountId, identity ?? null);
}

/** A function of an HTTP API gets them as text, a list as `[one two]`. */
function claimsAsText(claims: JWTPayload): Record<string, string> {
  const asText = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(String).join(' ')}]`;
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
  };
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, asText(value)]));
}

function internalServerError(): AwsError {
  return new AwsError('InternalServerErrorException', 'Internal Server Error', 500);
}
