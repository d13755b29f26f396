import { Router } from 'express';
import { apiPath } from '../api-path.js';
import type { HttpApiSettings } from './http-api.js';
import { createHttpApi } from './http-api-requests.js';
import type { HttpApisOptions } from './http-apis-options.js';

/** `/execute-api/<API>/…`, and `/execute-api/<API>/<stage>/…` for a stage with a name. */
export function httpApisRouter(apis: readonly HttpApiSettings[], options: HttpApisOptions): Router {
  const router = Router({ caseSensitive: true });
  for (const api of apis) router.use(apiPath(api.apiId), createHttpApi(api, options));
  return router;
}

/** The origins that these APIs let in. */
export function corsOrigins(apis: readonly Pick<HttpApiSettings, 'cors'>[]): string[] {
  return apis.flatMap(({ cors }) => cors?.allowOrigins ?? []);
}
