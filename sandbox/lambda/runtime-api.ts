import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What the function's process wants, or the HTTP status that refuses it. */
export type RuntimeRequest =
  | { readonly wants: 'next' }
  | { readonly wants: 'response' | 'error'; readonly requestId: string }
  | { readonly wants: 'init-error' }
  | { readonly refused: 403 | 404 | 415 };

/** Reads the requests of one function's process, and refuses those of everybody else. */
export interface RuntimeApi {
  /** What the process has to send with each request, as `authorization`. */
  readonly authorization: string;
  read(request: IncomingMessage, host: string): RuntimeRequest;
}

/** Names of requests as Lambda's Runtime API has them; each POST names the invocation that it is about. */
const ROUTES = [
  { method: 'GET', path: /^\/2018-06-01\/runtime\/invocation\/next$/, wants: 'next' },
  { method: 'POST', path: /^\/2018-06-01\/runtime\/invocation\/([\w-]+)\/response$/, wants: 'response' },
  { method: 'POST', path: /^\/2018-06-01\/runtime\/invocation\/([\w-]+)\/error$/, wants: 'error' },
  { method: 'POST', path: /^\/2018-06-01\/runtime\/init\/error$/, wants: 'init-error' },
] as const;

/**
 * On Lambda nobody else is in the environment. Here every program and page of this machine can find the port, so the
 * process has a secret of its own; `AWS_LAMBDA_RUNTIME_API` stays host and port, as the function's code knows it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export function createRuntimeApi(): RuntimeApi {
  const authorization = `Bearer ${randomBytes(32).toString('base64url')}`;
  return {
    authorization,
    read({ method, url = '', headers }, host) {
      if (headers.host !== host || !sameText(headers.authorization ?? '', authorization)) return { refused: 403 };
      for (const route of ROUTES) {
        const matched = route.method === method ? route.path.exec(url) : null;
        if (matched === null) continue;
        if (method === 'POST' && headers['content-type'] !== 'application/json') return { refused: 415 };
        if (route.wants === 'next' || route.wants === 'init-error') return { wants: route.wants };
        return { wants: route.wants, requestId: matched[1] as string };
      }
      return { refused: 404 };
    },
  };
}

function sameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
