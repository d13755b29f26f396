import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AwsError } from '../base/errors.js';
import type { Faults } from '../base/faults.js';
import { asAwsError } from './aws-errors.js';

export interface DirectAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Requests that are answered without Express, which needs more time to find its way than most operations take. */
export interface DirectRoute {
  readonly takes: (request: IncomingMessage) => boolean;
  readonly answer: (request: IncomingMessage, body: Buffer) => Promise<DirectAnswer>;
  readonly answerError: (error: AwsError, request: IncomingMessage) => DirectAnswer;
}

export interface DirectHooks {
  readonly now: () => number;
  readonly faults: Faults;
  /** Bytes; a longer body, or one that does not say how long it is, is left to Express. */
  readonly longestBody: number;
}

/** Whether the route takes the request: then it is answered, whatever happens. */
export function answeredDirectly(
  { takes, answer, answerError }: DirectRoute,
  request: IncomingMessage,
  response: ServerResponse,
  { now, faults, longestBody }: DirectHooks,
): boolean {
  const length = request.headers['content-length'] ?? '';
  if (!/^\d{1,9}$/.test(length) || Number(length) > longestBody || !takes(request)) return false;
  // Without the query, which holds the signature of a presigned URL.
  const where = `${request.method} ${request.url?.split('?')[0]}`;
  response.on('error', (error) => void faults.report(where, error));
  const write = ({ status, headers, body }: DirectAnswer) => {
    // The SDKs correct their clocks by this header, also when the sandbox's has been moved.
    const date = new Date(now()).toUTCString();
    response.writeHead(status, { date, ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
  };
  const chunks: Buffer[] = [];
  // Whoever breaks off before the end of the body gets no answer.
  request.on('data', (chunk: Buffer) => void chunks.push(chunk)).on('error', () => response.destroy());
  request.on('end', () => {
    const [first, ...others] = chunks;
    const body = first !== undefined && others.length === 0 ? first : Buffer.concat(chunks);
    answer(request, body)
      .catch((error: unknown) => answerError(asAwsError(error, where, faults), request))
      .then(write)
      .catch((error: unknown) => {
        faults.report(where, error);
        response.destroy();
      });
  });
  return true;
}
