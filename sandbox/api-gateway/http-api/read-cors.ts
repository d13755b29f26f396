import type { CorsSettings } from './http-api.js';

/** CORS as HTTP APIs and function URLs have it: `AllowOrigins` and so on. */
export function readCors(properties: unknown): CorsSettings | undefined {
  if (properties === undefined) return undefined;
  const given = properties as Readonly<Record<string, unknown>>;
  const list = (name: string) => (given[name] ?? []) as string[];
  return {
    allowOrigins: list('AllowOrigins'),
    allowMethods: list('AllowMethods'),
    allowHeaders: list('AllowHeaders'),
    exposeHeaders: list('ExposeHeaders'),
    allowCredentials: String(given.AllowCredentials) === 'true',
    maxAge: given.MaxAge === undefined ? undefined : Number(given.MaxAge),
  };
}
