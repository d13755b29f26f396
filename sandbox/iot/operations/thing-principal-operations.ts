import { z } from 'zod';
import { UnsupportedError } from '../../base/errors.js';
import { operationsOf } from '../../service/operation.js';
import { type RestOperation, restOperation } from '../../service/rest-operation.js';
import type { IotArn, IotParts } from './iot-parts.js';
import { paginate, tokenPages } from './listing-pages.js';

const operation = operationsOf();
const thingName = z.string().min(1);
const principal = z.string().min(1);
/** The member comes in a header. */
const headers = { principal: 'x-amzn-principal' };
/** What binds things and principals has no resource type in the Service Authorization Reference, so only `*` covers it:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html */
const withoutResource = { iam: () => '*' };

/** The identities that are attached to things: https://docs.aws.amazon.com/iot/latest/apireference/ */
export function thingPrincipalOperations({ things }: Pick<IotParts, 'things'>, arn: IotArn): RestOperation[] {
  return [
    restOperation(
      { method: 'PUT', path: '/things/:thingName/principals', query: ['thingPrincipalType'], headers },
      operation({
        name: 'iot:AttachThingPrincipal',
        access: withoutResource,
        quota: 100,
        fields: { thingName, principal, thingPrincipalType: z.string().optional() },
        run(input) {
          if (input.thingPrincipalType === 'EXCLUSIVE_THING') {
            throw new UnsupportedError('thingPrincipalType EXCLUSIVE_THING of iot:AttachThingPrincipal');
          }
          things.attach(input.thingName, input.principal);
          return {};
        },
      }),
    ),
    restOperation(
      { method: 'DELETE', path: '/things/:thingName/principals', headers },
      operation({
        name: 'iot:DetachThingPrincipal',
        access: withoutResource,
        quota: 100,
        fields: { thingName, principal },
        run(input) {
          things.detach(input.thingName, input.principal);
          return {};
        },
      }),
    ),
    restOperation(
      { method: 'GET', path: '/things/:thingName/principals', query: Object.keys(tokenPages) },
      operation({
        name: 'iot:ListThingPrincipals',
        access: { iam: (member) => arn(`thing/${member('thingName')}`) },
        fields: { thingName, ...tokenPages },
        run(input) {
          const { page, next } = paginate(things.get(input.thingName).principals, input);
          return { principals: page, ...next };
        },
      }),
    ),
    restOperation(
      { method: 'GET', path: '/principals/things', query: Object.keys(tokenPages), headers },
      operation({
        name: 'iot:ListPrincipalThings',
        access: withoutResource,
        fields: { principal, ...tokenPages },
        run(input) {
          const { page, next } = paginate(things.of(input.principal), input);
          return { things: page, ...next };
        },
      }),
    ),
  ];
}
