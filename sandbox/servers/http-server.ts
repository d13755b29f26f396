import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Router } from 'express';
import { AwsError } from '../errors.js';
import { answerRestJsonError } from './aws-errors.js';

export interface HttpServer {
  readonly server: Server;
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Host and port, as in the URL. */
  readonly host: string;
  /** Hands requests to the routers, in this order; until then, requests wait. */
  serve(routers: readonly (readonly [path: string, router: Router])[], time: { readonly now: () => number }): void;
  stop(): Promise<void>;
}

/** Bytes of a body at most: more than any emulated service takes. */
const LONGEST_BODY = 1024 * 1024;

/**
 * Listens on loopback only.
 *
 * @param port 0 for any free one
 * @throws Error saying so, and what to do, when the port is taken
 */
export async function listen(port: number): Promise<HttpServer> {
  const server = createServer();
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
    serve(routers, { now }) {
      const app = express();
      app.disable('x-powered-by').disable('etag');
      app.use((_request, response, next) => {
        // The SDKs correct their clocks by this header, also when the sandbox's has been moved.
        response.set('date', new Date(now()).toUTCString());
        next();
      });
      app.use(express.raw({ type: () => true, limit: LONGEST_BODY }));
      for (const [path, router] of routers) app.use(path, router);
      app.use((request, response) => {
        const message = `The sandbox does not emulate ${request.method} ${request.path}, so it refuses it.`;
        response.status(404).set('x-amzn-errortype', 'UnknownOperationException').json({ message });
      });
      app.use(answerUnreadable);
      server.on('request', app);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What Express itself refuses: a body that is too long, a path whose encoding is broken. */
const answerUnreadable: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  const status = Number(error.status ?? error.statusCode);
  const known = status >= 400 && status < 500;
  answerRestJsonError(response, known ? new AwsError('InvalidRequestException', String(error.message), status) : error);
};

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new Error(`Port ${port} is in use. Stop what uses it, or choose another: npm start -- --port ${port + 1}`);
}
