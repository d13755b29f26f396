export type AllowedOrigins = readonly [string, ...string[]];

// What SigV4 signers of browsers send: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
const SIGNED_HEADERS = [
  'Authorization',
  'Content-Type',
  'X-Amz-Content-Sha256',
  'X-Amz-Date',
  'X-Amz-Security-Token',
  'X-Amz-User-Agent',
];

/** Headers of every answer, refusals included: without CORS headers a browser hides even the status of an error. */
export function corsHeaders(allowedOrigins: AllowedOrigins, origin: string | undefined): Record<string, string> {
  const allowed = origin !== undefined && allowedOrigins.includes(origin) ? origin : allowedOrigins[0];
  return {
    'access-control-allow-origin': allowed,
    'access-control-expose-headers': 'Retry-After, x-amzn-RequestId, x-amzn-ErrorType, Date',
    'cache-control': 'no-store',
    vary: 'Origin',
  };
}

/** For a preflight that API Gateway did not answer itself; only a configured origin learns what is allowed. */
export function preflightHeaders(
  allowedOrigins: AllowedOrigins,
  origin: string | undefined,
  methods: string,
): Record<string, string> {
  if (origin === undefined || !allowedOrigins.includes(origin)) return {};
  return {
    'access-control-allow-methods': methods,
    'access-control-allow-headers': SIGNED_HEADERS.join(', '),
    'access-control-max-age': '600',
  };
}
