import { type Response, Router } from 'express';
import type { PageRights, RestJsonApi } from '../service/api.js';
import { callOperation, type Doors } from '../service/call-operation.js';
import { membersOf, type RestOperation } from '../service/rest-operation.js';
import { allowPages } from './cors.js';
import { callOf, jsonMembers } from './wire-request.js';

/**
 * Operations with methods and paths of their own.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
 */
export function restJsonRouter(api: RestJsonApi, doors: Doors): Router {
  const router = Router({ caseSensitive: true });
  if (api.pages !== undefined) letPagesIn(router, api.operations, api.pages);
  for (const operation of api.operations) {
    const { method, path, answer = answerJson } = operation.rest;
    router[METHODS[method]](path, async (request, response) => {
      const call = callOf(request, (wire) =>
        membersOf(operation, {
          path: request.params as Record<string, string>,
          query: wire.query,
          headers: wire.headers,
          bytes: wire.body,
          json: () => jsonMembers(wire),
        }),
      );
      answer(response, await callOperation(operation, call, api, doors));
    });
  }
  return router;
}

function letPagesIn(router: Router, operations: readonly RestOperation[], pages: PageRights): void {
  const methodsOf = new Map<string, string[]>();
  for (const { rest } of operations) methodsOf.set(rest.path, [...(methodsOf.get(rest.path) ?? []), rest.method]);
  for (const [path, methods] of methodsOf) router.all(path, allowPages({ methods, ...pages }));
}

const METHODS = { GET: 'get', PUT: 'put', POST: 'post', PATCH: 'patch', DELETE: 'delete' } as const;

/** AttachPolicy and its like answer 200 with an empty body. */
function answerJson(response: Response, result: object): void {
  if (Object.keys(result).length === 0) response.status(200).end();
  else response.json(result);
}
