import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import { createRateLimiter } from '../../base/rate-limiter.js';
import { asAwsError } from '../../http/aws-errors.js';
import { callOf } from '../../http/wire-request.js';
import type { Call } from '../../service/call-operation.js';
import type { RequestNotes } from '../requests/request-log.js';
import { admitToRoute, TokenRefused } from './admit-to-route.js';
import { type FoundRoute, type FoundStage, findRoute, findStage } from './find-route.js';
import { type CorsSettings, DEFAULT_STAGE, type HttpApiSettings, type HttpStage } from './http-api.js';
import type { HttpApisOptions } from './http-apis-options.js';
import { isPreflight, preflightHeaders, withCors } from './http-cors.js';
import { invokeRoute } from './invoke-route.js';

/** One HTTP API at all its stages. */
export function createHttpApi(settings: HttpApiSettings, options: HttpApisOptions): RequestHandler {
  const api = { ...settings, cors: forPageOrigin(settings.cors, options.pageOrigin) };
  const throttles = new Map(api.stages.map((stage) => [stage.stageName, createThrottle(stage, options)]));

  const answer = async (call: Call, found: FoundStage & FoundRoute, note: RequestNotes, response: Response) => {
    const { route, stage, path } = found;
    const { wire } = call;
    const caller = await admitToRoute({ api, route, stageName: stage.stageName, path, call, note }, options);
    // A route that takes OPTIONS is asked whether it lets it in, before the API answers by itself.
    if (api.cors !== undefined && isPreflight(wire)) return answerPreflight(api.cors, call, note, response);
    if (!throttles.get(stage.stageName)?.(route.routeKey)) {
      throw new AwsError('TooManyRequestsException', 'Too Many Requests', 429);
    }
    const requestId = String(response.getHeader('apigw-requestid'));
    const { statusCode, headers, body } = await invokeRoute({ api, ...found, call, caller, requestId, note }, options);
    note({ status: statusCode });
    const written = withCors(headers, api.cors, wire.headers.origin);
    // Not by Express, which would add a charset to the type.
    for (const [name, value] of Object.entries(written)) response.setHeader(name, value);
    response.status(statusCode).end(body);
  };

  return async (request, response) => {
    const call = callOf(request, () => ({}));
    response.set('apigw-requestid', randomUUID().replaceAll('-', '').slice(0, 16));
    const { method, path } = request;
    const stage = findStage(api, path);
    const note = options.requests.begin({
      kind: 'HTTP API',
      apiId: api.apiId,
      stage: stage?.stage.stageName ?? DEFAULT_STAGE,
      method,
      path: stage?.path ?? path,
    });
    try {
      const found = requireStage(api, stage, note);
      const route = findRoute(api, method, found.path);
      if (route === undefined) {
        // Also without a route for OPTIONS.
        if (api.cors !== undefined && isPreflight(call.wire)) return answerPreflight(api.cors, call, note, response);
        note({ reason: `The API has no route for ${method} ${found.path}.` });
        throw notFound();
      }
      note({ route: route.route.routeKey });
      await answer(call, { ...found, ...route }, note, response);
    } catch (error) {
      const known = asAwsError(error, `${method} ${request.baseUrl}${path}`, options.faults);
      note({ reason: known.message, status: known.status });
      if (known instanceof TokenRefused) response.set('www-authenticate', known.wwwAuthenticate);
      response.status(known.status).json({ message: known.message });
    }
  };
}

/** The sandbox's own page may do what some page of the stack may. */
function forPageOrigin(cors: CorsSettings | undefined, pageOrigin: string | undefined): CorsSettings | undefined {
  if (cors === undefined || pageOrigin === undefined) return cors;
  return { ...cors, allowOrigins: [...cors.allowOrigins, pageOrigin] };
}

/** Whether routes without limits of their own share the stage's is not documented: that they do is stricter. */
function createThrottle({ throttling }: HttpStage, { clock, accountThrottle }: HttpApisOptions) {
  const limiterOf = ({ rateLimit, burstLimit }: HttpStage['throttling']['all']) =>
    createRateLimiter(clock.now, rateLimit, burstLimit);
  const all = limiterOf(throttling.all);
  const single = new Map([...throttling.single].map(([routeKey, limits]) => [routeKey, limiterOf(limits)]));
  return (routeKey: string) => (single.get(routeKey) ?? all).take() && accountThrottle.take();
}

function requireStage(
  { refusal, logicalId }: HttpApiSettings,
  found: FoundStage | undefined,
  note: RequestNotes,
): FoundStage {
  if (refusal === 'disabled') {
    note({ reason: `HTTP API ${logicalId} has DisableExecuteApiEndpoint.` });
    throw notFound();
  }
  if (refusal !== undefined) throw new UnsupportedError(refusal.unsupported);
  if (found === undefined || !found.stage.isDeployed) {
    const why = found === undefined ? 'has no such stage, and no $default' : 'has nothing deployed to this stage';
    note({ reason: `HTTP API ${logicalId} ${why}.` });
    throw notFound();
  }
  return found;
}

function answerPreflight(cors: CorsSettings, { wire }: Call, note: RequestNotes, response: Response): void {
  note({ status: 204 });
  response.status(204).set(preflightHeaders(cors, wire)).end();
}

function notFound(): AwsError {
  return new AwsError('NotFoundException', 'Not Found', 404);
}
