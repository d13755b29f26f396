import { Router } from 'express';
import { AwsError } from '../base/errors.js';
import type { AwsJsonApi } from '../service/api.js';
import { callOperation, type Doors } from '../service/call-operation.js';
import { allowPages } from './cors.js';
import { callOf, jsonMembers } from './wire-request.js';

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

  const byTarget = new Map(
    apis.flatMap((api) =>
      api.operations.map((operation) => {
        const target = `${api.targetPrefix}.${operation.name.split(':')[1]}`;
        return [target, { api, operation }] as const;
      }),
    ),
  );

  router.post('/', async (request, response) => {
    const target = request.get('x-amz-target');
    const found = byTarget.get(target ?? '');
    if (found === undefined) throw unknownOperation(target, apis);
    const { operation, api } = found;
    const result = await callOperation(operation, callOf(request, jsonMembers), api, doors);
    response.type(`application/x-amz-json-${api.jsonVersion ?? '1.1'}`).send(JSON.stringify(result));
  });
  return router;
}

function unknownOperation(target = '(no X-Amz-Target)', apis: readonly AwsJsonApi[]): AwsError {
  const [prefix, name = ''] = target.split('.');
  const api = apis.find(({ targetPrefix }) => targetPrefix === prefix);
  const asked = api === undefined ? target : `${api.signingName}:${name}`;
  return new AwsError('UnknownOperationException', `The sandbox does not emulate ${asked}, so it refuses it.`);
}
