import type { LambdaContext } from './lambda-handler.js';
import { attempt } from './thrown.js';

/** The parts of an API Gateway event that are looked at; the rest is the client's and is not even typed. */
export interface ProxyEvent {
  readonly version?: unknown;
  readonly headers?: Readonly<Record<string, unknown>> | null;
  readonly stageVariables?: Readonly<Record<string, unknown>> | null;
  readonly pathParameters?: Readonly<Record<string, unknown>> | null;
  /** REST API and payload 1.0 */
  readonly httpMethod?: unknown;
  readonly path?: unknown;
  readonly resource?: unknown;
  /** HTTP API, payload 2.0 */
  readonly rawPath?: unknown;
  readonly routeKey?: unknown;
  readonly requestContext?: {
    readonly requestId?: unknown;
    readonly extendedRequestId?: unknown;
    readonly stage?: unknown;
    readonly http?: { readonly method?: unknown } | null;
  } | null;
}

/**
 * Whoever may invoke the function can write a `requestContext` into the event. With Cognito credentials that shows:
 * Lambda sets `context.identity`, which it never does for API Gateway, so such an event is not believed. With other
 * credentials, of the classic flow among them, nothing shows. So the stage has a variable that nobody else knows, which
 * has to be in the event; clients do not choose stage variables. Without a `proof` of the deployment, as behind an API of
 * one's own, `lambda:InvokeFunction` on the function may be given to operators alone, and to the pool's authenticated
 * role only where the pool does not allow the classic flow.
 */
export function isProxyEvent(event: unknown, context: LambdaContext, proof?: string): event is ProxyEvent {
  // Whatever is so odd that it cannot be asked did not come through API Gateway.
  const claimed = attempt(() => {
    const { identity } = context;
    if (identity?.cognitoIdentityId || identity?.cognitoIdentityPoolId) return undefined;
    const { requestContext, stageVariables } = event as ProxyEvent;
    return proof === undefined || stageVariables?.proof === proof ? requestContext : undefined;
  });
  return typeof claimed === 'object' && claimed !== null;
}

/**
 * What the caller is told, to be found in the logs. "Clients can override this request ID", so a REST API's may be the
 * client's own words, and several requests may have the same: it finds a request, and proves nothing.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
export function requestIdOf({ requestContext }: ProxyEvent): string | undefined {
  return plainId(requestContext?.requestId);
}

/** "A unique request ID that API Gateway generates"; the caller has it as the header `x-amz-apigw-id`. */
export function extendedRequestIdOf({ requestContext }: ProxyEvent): string | undefined {
  return plainId(requestContext?.extendedRequestId);
}

function plainId(given: unknown): string | undefined {
  return typeof given === 'string' && /^[\w+/=.:-]{1,128}$/.test(given) ? given : undefined;
}

export function methodOf(event: ProxyEvent): string {
  return text(event.version === '2.0' ? event.requestContext?.http?.method : event.httpMethod);
}

/**
 * An event with method, path and Origin, and nothing else: body, query and headers never reach the application.
 * The path is the route's, without stage and base path; `/` if it is none that could be a route, for what is not a path
 * to Express it answers itself, with a page.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function barestEvent(event: ProxyEvent): object {
  const headers = originOf(event);
  const method = methodOf(event);
  if (event.version === '2.0') {
    const requestContext = { http: { method } };
    return { version: '2.0', rawPath: plainPath(event), rawQueryString: '', headers, requestContext };
  }
  return { httpMethod: method, path: plainPath(event), headers, requestContext: { identity: {} } };
}

function plainPath(event: ProxyEvent): string {
  const path = routedPath(event);
  return /^(?:\/[\w.~-]+)+\/?$/.test(path) ? path : '/';
}

/** REST APIs keep the client's spelling of header names. */
export function originOf({ headers }: ProxyEvent): { origin?: string } {
  const [, origin] = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'origin') ?? [];
  return typeof origin === 'string' ? { origin } : {};
}

/**
 * A custom domain's base path stays in the event's path, and an HTTP API's stage too (unless it is `$default`).
 * What API Gateway matched is the route, so a path that ends in its route is cut down to it.
 */
function routedPath(event: ProxyEvent): string {
  const path = text(event.version === '2.0' ? event.rawPath : event.path) || '/';
  const route = filledRoute(event);
  if (route.length > 1 && path.endsWith(route)) return route;
  const stage = `/${text(event.requestContext?.stage)}`;
  const carriesStage = event.version === '2.0' && stage !== '/' && stage !== '/$default';
  return carriesStage && `${path}/`.startsWith(`${stage}/`) ? path.slice(stage.length) || '/' : path;
}

/** `/attach-policy`, or `/{proxy+}` with what stood for it. A payload 2.0 event has `POST /attach-policy` or `$default`. */
function filledRoute({ version, resource, routeKey, pathParameters }: ProxyEvent): string {
  const route = version === '2.0' ? text(routeKey).slice(text(routeKey).indexOf(' ') + 1) : text(resource);
  if (!route.startsWith('/')) return '';
  return route.replace(/\{([\w.-]+)\+?\}/g, (_, name) => text(pathParameters?.[name]));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
