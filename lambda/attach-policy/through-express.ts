import type { Express, Request, Response } from 'express';
import serverless from 'serverless-http';
import type { Invocation } from './exchange.js';

/** What API Gateway is given. */
interface ProxyResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** What a request brings along through Express. */
interface Passage {
  readonly invocation: Invocation;
  /** Ends it without an answer. */
  readonly fail: (reason: unknown) => void;
}

/** Sends events of API Gateway through Express. Rejects with whatever a route has thrown: the app answers no error itself. */
export function createThroughExpress(app: Express) {
  const http = serverless(neverByDefault(app), {
    // Off: it would take the request ID from a header of the client's.
    requestId: '',
    binary: false,
    request: (request: Partial<Passage>, _event: object, passage: Passage) => void Object.assign(request, passage),
  });
  return (event: object, invocation: Invocation): Promise<ProxyResult> =>
    new Promise((resolve, reject) => {
      const passage: Passage = { invocation, fail: reject };
      http(event, passage).then((answered) => resolve(answered as ProxyResult), reject);
    });
}

/** Express's own last answer is a page, with the stack in it: instead, the request fails. */
function neverByDefault(app: Express) {
  return (request: Request & Passage, response: Response) => {
    app(request, response, (thrown: unknown) => {
      request.fail(thrown ?? new Error('Express had no answer.'));
      response.end();
    });
  };
}

/** Of a request that came this way. */
export function invocationOf(request: Request): Invocation {
  const { invocation } = request as Request & Partial<Passage>;
  if (!invocation) throw new Error('The request did not come through createThroughExpress.');
  return invocation;
}
