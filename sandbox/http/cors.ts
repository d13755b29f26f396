import type { Request, RequestHandler } from 'express';
import type { PageRights } from '../service/api.js';

export interface Cors extends Partial<PageRights> {
  readonly methods: readonly string[];
}

/** What a page may read of an answer, beside the body. */
export const EXPOSED = ['x-amzn-RequestId', 'x-amzn-ErrorType', 'x-amzn-ErrorMessage', 'Date'];

/**
 * Lets pages of any origin read every answer, refusals too, and answers their preflights, as AWS's endpoints do: what
 * they give out is guarded by signatures and tokens, not by the origin. Without headers a page may send whatever it asks
 * for.
 */
export function allowPages({ methods, headers, reads = [] }: Cors): RequestHandler {
  const exposed = [...EXPOSED, ...reads].join(',');
  return (request, response, next) => {
    response.set({ 'access-control-allow-origin': '*', 'access-control-expose-headers': exposed });
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
