import express, { type Express, type Request } from 'express';
import type { Access, Action } from './access.js';
import { answerError } from './answer-error.js';
import type { AnswerLog } from './answer-log.js';
import { type AllowedOrigins, answerHeaders, answerPreflight } from './cors.js';
import { methodNotAllowed, notFound } from './errors.js';
import type { Invocation } from './invocation.js';

export interface AppProps {
  readonly access: Access;
  readonly allowedOrigins: AllowedOrigins;
  readonly log: AnswerLog;
}

/** A request as the adapter hands it over. */
export interface InvokedRequest {
  invocation?: Invocation;
}

const actions: ReadonlyMap<string, Action> = new Map([
  ['GET', 'status'],
  ['POST', 'attach'],
  ['DELETE', 'detach'],
]);
const methods = [...actions.keys()].join(', ');

/** request -> caller -> attach -> answer. No body parser, no query parser: nothing that a client sends is read. */
export function createApp({ access, allowedOrigins, log }: AppProps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  // As in API Gateway.
  app.enable('case sensitive routing');

  app.use(answerHeaders(allowedOrigins));
  app.options('/attach-policy', (request, response) => {
    const invocation = invocationOf(request);
    invocation.progress.event = 'preflight';
    log(invocation, 204);
    answerPreflight(response, request.headers.origin, allowedOrigins, methods);
  });
  // Not app.get and its like: Express would answer HEAD with them.
  app.all('/attach-policy', async (request, response) => {
    const action = actions.get(request.method);
    if (!action) throw methodNotAllowed(methods);
    const invocation = invocationOf(request);
    const answer = await access(action, invocation);
    log(invocation, 200);
    response.json(answer);
  });
  app.use(() => {
    throw notFound();
  });
  return app.use(answerError(invocationOf, log));
}

function invocationOf(request: Request): Invocation {
  const { invocation } = request as InvokedRequest;
  if (!invocation) throw new Error('The adapter did not put the invocation on the request.');
  return invocation;
}
