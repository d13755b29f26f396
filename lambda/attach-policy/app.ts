import express, { type Express, type RequestHandler } from 'express';
import type { Action } from './access.js';
import { type AllowedOrigins, preflightHeaders } from './cors.js';
import { methodNotAllowed, notFound } from './errors.js';
import { invocationOf } from './through-express.js';

const METHODS = 'GET, POST, DELETE';

/** The routes. No body parser, no query parser: nothing that a client sends is read. */
export function createApp(allowedOrigins: AllowedOrigins): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  // As in API Gateway.
  app.enable('case sensitive routing');

  const refused: RequestHandler = () => {
    throw methodNotAllowed(METHODS);
  };
  app
    .route('/attach-policy')
    .get(performing('status'))
    .post(performing('attach'))
    .delete(performing('detach'))
    .options((request, response) => {
      invocationOf(request).preflight();
      response
        .set(preflightHeaders(allowedOrigins, request.headers.origin, METHODS))
        .status(204)
        .end();
    })
    // Express would answer it with GET's.
    .head(refused)
    .all(refused);
  return app.use(() => {
    throw notFound();
  });
}

function performing(action: Action): RequestHandler {
  return async (request, response) => {
    response.json(await invocationOf(request).perform(action));
  };
}
