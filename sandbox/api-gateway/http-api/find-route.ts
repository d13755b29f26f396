import { bySpecificity, matchPath } from '../path-template.js';
import { DEFAULT_STAGE, type HttpApiSettings, type HttpStage, type RouteSettings } from './http-api.js';

export interface FoundRoute {
  readonly route: RouteSettings;
  /** Decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

export interface FoundStage {
  readonly stage: HttpStage;
  /** Below the stage, as it was sent. */
  readonly path: string;
}

/** A stage has the first segment of the path for its name, and what begins with none is of `$default`. */
export function findStage({ stages }: Pick<HttpApiSettings, 'stages'>, path: string): FoundStage | undefined {
  const [, first = '', rest = ''] = /^\/([^/]*)(.*)$/.exec(path) ?? [];
  const named = stages.find(({ stageName }) => stageName === first && stageName !== DEFAULT_STAGE);
  if (named !== undefined) return { stage: named, path: rest === '' ? '/' : rest };
  const stage = stages.find(({ stageName }) => stageName === DEFAULT_STAGE);
  return stage && { stage, path };
}

/**
 * Of the routes that have path and method the most specific one; then `$default`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function findRoute(
  { routes }: Pick<HttpApiSettings, 'routes'>,
  method: string,
  path: string,
): FoundRoute | undefined {
  const matching = routes.flatMap((route) => {
    const takes = route.method === method || route.method === 'ANY';
    const pathParameters = takes && route.path !== undefined ? matchPath(route.path, path) : undefined;
    return pathParameters === undefined || route.path === undefined
      ? []
      : [{ route, template: route.path, pathParameters }];
  });
  const [first] = matching.sort(
    (one, other) =>
      bySpecificity(one.template, other.template) ||
      Number(one.route.method === 'ANY') - Number(other.route.method === 'ANY'),
  );
  if (first !== undefined) return { route: first.route, pathParameters: first.pathParameters };
  const fallback = routes.find(({ routeKey }) => routeKey === DEFAULT_STAGE);
  return fallback && { route: fallback, pathParameters: {} };
}
