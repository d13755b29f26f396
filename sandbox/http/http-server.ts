import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Request } from 'express';
import type { Faults } from '../base/faults.js';
import type { AnswerError, ServedRouter } from '../service/service.js';
import { answerRestJsonError, asAwsError } from './aws-errors.js';
import { type BothSchemesOptions, serveBothSchemes } from './both-schemes.js';
import { answeredDirectly, type DirectRoute } from './direct-route.js';

export interface HttpServer {
  readonly server: Server;
  /** `http://127.0.0.1:<port>`; https works as well. */
  readonly url: string;
  /** Host and port, as in the URL. */
  readonly host: string;
  /** Hands requests to the direct route, if it takes them, and to the services, in this order; until then, they wait. */
  serve(services: readonly ServedRouter[], hooks: ServeHooks): void;
  stop(): Promise<void>;
}

export interface ServeHooks {
  readonly now: () => number;
  readonly faults: Faults;
  readonly direct?: DirectRoute;
}

/** Bytes of a body at most: more than any emulated service takes. */
const LONGEST_BODY = 1024 * 1024;

/**
 * Listens on loopback only, for HTTP and for HTTPS.
 *
 * @param port 0 for any free one
 * @throws Error saying so, and what to do, when the port is taken
 */
export async function listen(port: number, schemes: BothSchemesOptions): Promise<HttpServer> {
  const server = createServer();
  const endConnections = serveBothSchemes(server, schemes);
  // Node's five seconds would end a connection while a slow client still works out its SRP answer on it.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    server,
    host,
    url: `http://${host}`,
    serve(services, { now, faults, direct }) {
      const ofDirect = { now, faults, longestBody: LONGEST_BODY };
      const app = express();
      app.disable('x-powered-by').disable('etag').enable('case sensitive routing');
      app.use((request, response, next) => {
        // The SDKs correct their clocks by this header, also when the sandbox's has been moved.
        response.set('date', new Date(now()).toUTCString());
        response.on('error', (error) => void faults.report(whereOf(request), error));
        next();
      });
      app.use(express.raw({ type: () => true, limit: LONGEST_BODY }));
      for (const { path, router, answerError } of services) app.use(path, router, boundary(answerError, faults));
      app.get('/', (request, response, next) => {
        // Nothing of AWS's answers here; whoever opens the address in a browser wants to look inside.
        if (request.accepts(['json', 'html']) !== 'html') return next();
        response.redirect('/_sandbox/');
      });
      app.use((request, response) => {
        const message = `The sandbox does not emulate ${request.method} ${request.path}, so it refuses it.`;
        response.status(404).set('x-amzn-errortype', 'UnknownOperationException').json({ message });
      });
      app.use(boundary(answerRestJsonError, faults));
      server.on('request', (request, response) => {
        try {
          if (direct === undefined || !answeredDirectly(direct, request, response, ofDirect)) app(request, response);
        } catch (error) {
          // Before Express could make a request of it.
          faults.report('request', error);
          response.destroy();
        }
      });
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        endConnections();
      }),
  };
}

/**
 * Where whatever a request's handler throws, or rejects with, ends: it is answered in the service's own protocol, told
 * if it is a fault of the sandbox, and goes no further. Express 5 brings both here.
 */
function boundary(answer: AnswerError, faults: Faults): ErrorRequestHandler {
  return (thrown, request, response, _next) => {
    const where = whereOf(request);
    try {
      const error = asAwsError(thrown, where, faults);
      // Too late for another answer: the client sees that this one breaks off.
      if (response.headersSent) response.destroy();
      else answer(response, error, request);
    } catch (error) {
      faults.report(where, error);
      response.destroy();
    }
  };
}

/** Without the query, which holds the signature of a presigned URL. */
function whereOf({ method, originalUrl }: Request): string {
  return `${method} ${originalUrl.split('?')[0]}`;
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new Error(`Port ${port} is in use. Stop what uses it, or take any free one: npm start -- --port 0`);
}
