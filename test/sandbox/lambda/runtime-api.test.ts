import type { IncomingMessage } from 'node:http';
import { createRuntimeApi } from '../../../sandbox/lambda/runtime-api.js';

const host = '127.0.0.1:40000';
const api = createRuntimeApi();
const base = '/2018-06-01/runtime';

function read(method: string, url: string, headers: Record<string, string | undefined> = {}) {
  const sent = { host, authorization: api.authorization, 'content-type': 'application/json', ...headers };
  // The few fields of a request that are read.
  return api.read({ method, url, headers: sent } as unknown as IncomingMessage, host);
}

describe("a function's Runtime API", () => {
  it.each([
    { method: 'GET', path: '/invocation/next', wants: { wants: 'next' } },
    { method: 'POST', path: '/invocation/a-1/response', wants: { wants: 'response', requestId: 'a-1' } },
    { method: 'POST', path: '/invocation/a-1/error', wants: { wants: 'error', requestId: 'a-1' } },
    { method: 'POST', path: '/init/error', wants: { wants: 'init-error' } },
  ])('takes $method $path from its process', ({ method, path, wants }) => {
    expect(read(method, base + path)).toEqual(wants);
  });

  it.each([
    { method: 'GET', url: '/invocation/next' },
    { method: 'GET', url: `${base}/invocation/next/` },
    { method: 'GET', url: `${base}/Invocation/next` },
    { method: 'GET', url: `${base}/invocation/next?x` },
    { method: 'POST', url: `${base}/invocation/next` },
    { method: 'GET', url: `${base}/invocation/a-1/response` },
    { method: 'POST', url: `/x${base}/invocation/a-1/response` },
    { method: 'POST', url: `${base}/invocation/a/1/response` },
    { method: 'POST', url: `${base}/init/error/response` },
  ])('has nothing at $method $url', ({ method, url }) => {
    expect(read(method, url)).toEqual({ refused: 404 });
  });

  it.each([
    { authorization: undefined },
    { authorization: '' },
    { authorization: 'Bearer x' },
    { authorization: createRuntimeApi().authorization },
    { host: 'evil.example:40000' },
    { host: 'localhost:40000' },
    { host: undefined },
  ])('refuses whoever comes with %j', (headers) => {
    expect(read('GET', `${base}/invocation/next`, headers)).toEqual({ refused: 403 });
    expect(read('POST', `${base}/invocation/a-1/response`, headers)).toEqual({ refused: 403 });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', undefined])(
    'takes no answer of the type %j, which a form on some page could send',
    (type) => {
      expect(read('POST', `${base}/invocation/a-1/response`, { 'content-type': type })).toEqual({ refused: 415 });
    },
  );
});
