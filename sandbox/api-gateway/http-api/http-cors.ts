import type { CorsSettings } from './http-api.js';

interface CorsRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Headers that an integration sets in vain once the API itself has CORS. */
const CORS_HEADER = /^access-control-/;

/** Whether a browser asks before it sends something. */
export function isPreflight({ method, headers }: CorsRequest): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}

/** What a preflight is answered; nothing to an origin, or a method, that is not allowed. */
export function preflightHeaders(cors: CorsSettings, { headers }: CorsRequest): Record<string, string> {
  const { allowMethods, allowHeaders, maxAge } = cors;
  const wanted = headers['access-control-request-method'] ?? '';
  const origin = originHeaders(cors, headers.origin);
  if (origin === undefined || !(allowMethods.includes('*') || allowMethods.includes(wanted))) return {};
  return {
    ...origin,
    'access-control-allow-methods': allowMethods.join(','),
    ...(allowHeaders.length === 0 ? {} : { 'access-control-allow-headers': allowHeaders.join(',') }),
    ...(maxAge === undefined ? {} : { 'access-control-max-age': String(maxAge) }),
  };
}

/**
 * An integration's headers with those of the API's own configuration in place of its own.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function withCors<T>(
  headers: Readonly<Record<string, T>>,
  cors: CorsSettings | undefined,
  origin: string | undefined,
): Record<string, T | string> {
  if (cors === undefined) return { ...headers };
  const own = Object.entries(headers).filter(([name]) => !CORS_HEADER.test(name));
  const { exposeHeaders } = cors;
  const allowed = originHeaders(cors, origin);
  if (allowed === undefined) return Object.fromEntries(own);
  return {
    ...Object.fromEntries(own),
    ...allowed,
    ...(exposeHeaders.length === 0 ? {} : { 'access-control-expose-headers': exposeHeaders.join(',') }),
  };
}

function originHeaders(
  { allowOrigins, allowCredentials }: CorsSettings,
  origin: string | undefined,
): Record<string, string> | undefined {
  if (origin === undefined) return undefined;
  // `https://*` stands for every origin of this scheme.
  const isAllowed = allowOrigins.some(
    (allowed) => allowed === origin || (/^https?:\/\/\*$/.test(allowed) && origin.startsWith(allowed.slice(0, -1))),
  );
  const named = allowOrigins.includes('*') ? '*' : isAllowed ? origin : undefined;
  if (named === undefined) return undefined;
  return {
    'access-control-allow-origin': named,
    ...(allowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
  };
}
