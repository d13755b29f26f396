import { type Request, type Response, Router } from 'express';
import { apiPath } from '../api-path.js';
import { answerGateway } from './gateway-responses.js';
import { createRestApi } from './rest-api-requests.js';
import type { RestApisOptions } from './rest-apis-options.js';

/** `/execute-api/<API>/<stage>/…` */
export function restApisRouter(options: RestApisOptions): Router {
  const router = Router({ caseSensitive: true });
  for (const api of options.apis) {
    router.use(`${apiPath(api.restApiId)}/${api.stageName}`, createRestApi(api, options));
  }
  return router;
}

/** An API that does not exist has no name in DNS; this is what an unknown stage answers. */
export function answerUnknownApi(request: Request, response: Response): void {
  const body = { message: 'Forbidden' };
  answerGateway(response, request, new Map(), { status: 403, code: 'ForbiddenException', body });
}
