import type { RequestHandler, Response } from 'express';

export type AllowedOrigins = readonly [string, ...string[]];

// What SigV4 signers of browsers send: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
const signedHeaders = [
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
    'Access-Control-Allow-Origin': allowed,
    'Access-Control-Expose-Headers': 'Retry-After, x-amzn-RequestId, x-amzn-ErrorType, Date',
    'Cache-Control': 'no-store',
    Vary: 'Origin',
  };
}

export function answerHeaders(allowedOrigins: AllowedOrigins): RequestHandler {
  return (request, response, next) => {
    response.set(corsHeaders(allowedOrigins, request.headers.origin));
    next();
  };
}

/** Answers a preflight that API Gateway did not answer itself; only a configured origin learns what is allowed. */
export function answerPreflight(
  response: Response,
  origin: string | undefined,
  allowedOrigins: AllowedOrigins,
  methods: string,
): void {
  if (origin !== undefined && allowedOrigins.includes(origin)) {
    response.set({
      'Access-Control-Allow-Methods': methods,
      'Access-Control-Allow-Headers': signedHeaders.join(', '),
      'Access-Control-Max-Age': '600',
    });
  }
  response.status(204).end();
}
