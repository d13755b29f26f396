import { Router } from 'express';

/**
 * Lets the sandbox's own page read the API's answers, as if its origin were among the stack's. The template, the
 * function and what other origins are answered stay as they are: only the origin that an answer names is another one,
 * and only where the answer names one.
 */
export function pageOriginRouter(origin: string): Router {
  return Router().use((request, response, next) => {
    if (request.get('origin') !== origin) return next();
    const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => typeof response;
    response.writeHead = ((...args: unknown[]) => {
      const named = response.getHeader('access-control-allow-origin');
      if (named !== undefined && named !== '*') response.setHeader('access-control-allow-origin', origin);
      return writeHead(...args);
    }) as typeof response.writeHead;
    next();
  });
}
