import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import express, { type ErrorRequestHandler, type Request } from 'express';
import type { Faults } from '../base/faults.js';
import type { AnswerError, ServedRouter, Upgrade } from '../service/service.js';
import { answerRestJsonError, asAwsError } from './aws-errors.js';
import { type BothSchemesOptions, serveBothSchemes } from './both-schemes.js';
import { answeredDirectly, type DirectRoute } from './direct-route.js';

export interface HttpServer {
  /** `http://127.0.0.1:<port>`; https works as well. */
  readonly url: string;
  /** Host and port, as in the URL. */
  readonly host: string;
  /**
   * Hands requests to the direct route, if it takes them, and to the services, in this order, from now on. What came
   * before anything was served, or while it was held, is served now.
   */
  serve(services: readonly ServedRouter[], hooks: ServeHooks): void;
  /** Lets what comes wait. @returns ends that, for what was served before */
  hold(): () => void;
  stop(): Promise<void>;
}

export interface ServeHooks {
  readonly now: () => number;
  readonly faults: Faults;
  readonly direct?: DirectRoute;
  /** Takes what asks for another protocol. @default closed */
  readonly upgrade?: Upgrade | undefined;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Who answers. */
interface Answering {
  readonly answer: Answer;
  readonly upgrade: Upgrade | undefined;
}

/** Bytes of a body at most: more than any emulated service takes. */
const LONGEST_BODY = 1024 * 1024;
/** Of a snapshot, which holds all that there is. */
const LONGEST_SNAPSHOT = 256 * LONGEST_BODY;
const SNAPSHOT = '/_sandbox/snapshot';

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
  const { begin, hold } = createGate(server);
  return {
    host,
    url: `http://${host}`,
    hold,
    serve(services, { now, faults, direct, upgrade }) {
      const ofDirect = { now, faults, longestBody: LONGEST_BODY };
      const app = express();
      app.disable('x-powered-by').disable('etag').enable('case sensitive routing');
      app.use((request, response, next) => {
        // The SDKs correct their clocks by this header, also when the sandbox's has been moved.
        response.set('date', new Date(now()).toUTCString());
        response.on('error', (error) => void faults.report(whereOf(request), error));
        next();
      });
      app.use(SNAPSHOT, express.raw({ type: () => true, limit: LONGEST_SNAPSHOT }));
      app.use(express.raw({ type: () => true, limit: LONGEST_BODY }));
      for (const { path, router, answerError } of services) {
        app.use(path, router, ...(answerError === undefined ? [] : [boundary(answerError, faults)]));
      }
      app.use((request, response) => {
        const message = `The sandbox does not emulate ${request.method} ${request.path}, so it refuses it.`;
        response.status(404).set('x-amzn-errortype', 'UnknownOperationException').json({ message });
      });
      app.use(boundary(answerRestJsonError, faults));
      const answer: Answer = (request, response) => {
        try {
          if (direct === undefined || !answeredDirectly(direct, request, response, ofDirect)) app(request, response);
        } catch (error) {
          // Before Express could make a request of it.
          faults.report('request', error);
          response.destroy();
        }
      };
      begin({ answer, upgrade });
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        endConnections();
      }),
  };
}

/** Whoever comes while nobody answers waits until somebody does. */
function createGate(server: Server) {
  let answering: Answering | undefined;
  let held = true;
  let waiting: ((served: Answering) => void)[] = [];
  const pass = (served: (by: Answering) => void) => {
    if (held || answering === undefined) waiting.push(served);
    else served(answering);
  };
  const open = () => {
    held = false;
    const [comers, by] = [waiting, answering];
    waiting = [];
    if (by !== undefined) for (const served of comers) served(by);
  };
  server.on('request', (request, response) => pass(({ answer }) => answer(request, response)));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // One that leaves while it waits.
    socket.on('error', () => socket.destroy());
    pass(({ upgrade }) => (upgrade === undefined ? socket.destroy() : upgrade(request, socket, head)));
  });
  return {
    begin(by: Answering) {
      answering = by;
      open();
    },
    hold() {
      held = true;
      return open;
    },
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
