import { Router } from 'express';
import { AwsError } from '../base/errors.js';
import type { AwsJsonApi } from '../service/api.js';
import { type Call, callOperation, type Doors } from '../service/call-operation.js';
import { answerOfAwsJsonError } from './aws-errors.js';
import { allowPages, EXPOSED } from './cors.js';
import type { DirectRoute } from './direct-route.js';
import { otherService, signedService } from './other-services.js';
import { callOf, directCall, jsonMembers } from './wire-request.js';

/**
 * What its handlers throw is written by `answerAwsJsonError`.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function awsJsonRouter(apis: readonly AwsJsonApi[], doors: Doors): Router {
  const router = Router({ caseSensitive: true });

  const cors = allowPages({ methods: ['POST'] });
  router.use((request, response, next) => (request.path === '/' ? cors(request, response, next) : next()));

  const call = callByTarget(apis, doors);
  router.post('/', async (request, response) => {
    const { contentType, body } = await call(request.get('x-amz-target'), callOf(request, jsonMembers));
    response.type(contentType).send(body);
  });
  return router;
}

/**
 * The same for requests that name their operation, as nearly all do: they need not be held against the routes of the
 * other protocols. What is unusual in one, such as a preflight or a packed body, is left to the router.
 */
export function directAwsJson(apis: readonly AwsJsonApi[], doors: Doors): DirectRoute {
  const call = callByTarget(apis, doors);
  const headers = { 'access-control-allow-origin': '*', 'access-control-expose-headers': EXPOSED.join(',') };
  return {
    takes: ({ method, url, headers: { 'x-amz-target': target, 'content-encoding': encoding } }) =>
      method === 'POST' && url === '/' && typeof target === 'string' && encoding === undefined,
    async answer(request, bytes) {
      const target = String(request.headers['x-amz-target']);
      const { contentType, body } = await call(target, directCall(request, bytes, jsonMembers));
      return { status: 200, headers: { ...headers, 'content-type': `${contentType}; charset=utf-8` }, body };
    },
    answerError(error, request) {
      const target = String(request.headers['x-amz-target']);
      const { status, errorType, contentType, body } = answerOfAwsJsonError(apis, error, target);
      const ofError = { 'x-amzn-errortype': errorType, 'content-type': `${contentType}; charset=utf-8` };
      return { status, headers: { ...headers, ...ofError }, body };
    },
  };
}

function callByTarget(apis: readonly AwsJsonApi[], doors: Doors) {
  const byTarget = new Map(
    apis.flatMap((api) =>
      api.operations.map((operation) => {
        const target = `${api.targetPrefix}.${operation.name.split(':')[1]}`;
        return [target, { api, operation }] as const;
      }),
    ),
  );
  return async (target: string | undefined, call: Call) => {
    const found = byTarget.get(target ?? '');
    if (found === undefined) throw unknownOperation(target, apis, call);
    const { operation, api } = found;
    const result = await callOperation(operation, call, api, doors);
    return { contentType: `application/x-amz-json-${api.jsonVersion ?? '1.1'}`, body: JSON.stringify(result) };
  };
}

function unknownOperation(target = '(no X-Amz-Target)', apis: readonly AwsJsonApi[], { wire }: Call): AwsError {
  const [prefix, name = ''] = target.split('.');
  const api = apis.find(({ targetPrefix }) => targetPrefix === prefix);
  const other = api === undefined ? signedService(wire) : undefined;
  const message =
    other === undefined
      ? `The sandbox does not emulate ${api === undefined ? target : `${api.signingName}:${name}`}, so it refuses it.`
      : otherService(other, `${other}:${name}`);
  return new AwsError('UnknownOperationException', message);
}
