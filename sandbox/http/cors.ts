import type { Request, RequestHandler } from 'express';

export interface Cors {
  readonly methods: readonly string[];
  /** Headers that a page may send. @default whatever it asks for */
  readonly headers?: readonly string[];
}

/** What a page may read of an answer, beside the body. */
const EXPOSED = 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date';

/**
 * Lets pages of any origin read every answer, refusals too, and answers their preflights, as AWS's endpoints do: what
 * they give out is guarded by signatures and tokens, not by the origin.
 */
export function allowPages({ methods, headers }: Cors): RequestHandler {
  return (request, response, next) => {
    response.set({ 'access-control-allow-origin': '*', 'access-control-expose-headers': EXPOSED });
    if (request.method !== 'OPTIONS') return next();
    response
      .set({
        'access-control-allow-methods': [...methods, 'OPTIONS'].join(', '),
        'access-control-allow-headers': headers?.join(', ') ?? askedFor(request),
      })
      .sendStatus(200);
  };
}

function askedFor(request: Request): string {
  return request.get('access-control-request-headers') ?? '*';
}
