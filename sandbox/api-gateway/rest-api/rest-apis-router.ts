import { type Request, type Response, Router } from 'express';
import { answerGateway } from './gateway-responses.js';
import { createRestApi } from './rest-api-requests.js';
import type { RestApisOptions } from './rest-apis-options.js';

/** Where the sandbox serves an API: AWS gives each its own host name, one port has none to give. */
export function apiPath(apiId: string): string {
  return `/execute-api/${apiId}`;
}

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
