import { type RequestHandler, Router } from 'express';

/** Headers by which an answer would reach beyond its own page: into the console's window, or between it and the browser. */
const REACHING = ['cross-origin-opener-policy', 'service-worker-allowed'];

/**
 * On AWS each API has an origin of its own; here all that functions answer shares one with the console. So that no
 * script of theirs comes by its token: none becomes a service worker, which would stay and read all pages, and none
 * keeps hold of a window that goes to the console, which an opener policy like the console's would let it.
 */
export function oneOriginRouter(): Router {
  return Router().use(refuseServiceWorkers, (_request, response, next) => {
    const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => typeof response;
    response.writeHead = ((...args: unknown[]) => {
      for (const name of REACHING) response.removeHeader(name);
      return writeHead(...args);
    }) as typeof response.writeHead;
    next();
  });
}

/** @see https://w3c.github.io/ServiceWorker/#service-worker-script-request */
const refuseServiceWorkers: RequestHandler = (request, response, next) => {
  const isWorker = request.get('service-worker') !== undefined;
  if (!isWorker && request.get('sec-fetch-dest') !== 'serviceworker') return next();
  const message = 'No service worker comes from the sandbox, whose one origin has the console too.';
  response.status(403).json({ code: 'Forbidden', message });
};
