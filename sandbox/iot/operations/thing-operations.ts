import { z } from 'zod';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import { type Member, operationsOf } from '../../service/operation.js';
import { type RestOperation, restOperation } from '../../service/rest-operation.js';
import type { Thing } from '../things.js';
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

/** Things, and the identities attached to them: https://docs.aws.amazon.com/iot/latest/apireference/ */
export function thingOperations({ things }: Pick<IotParts, 'things'>, arn: IotArn): RestOperation[] {
  const thingArn = (name: string) => arn(`thing/${name}`);
  const onThing = { iam: (member: Member) => thingArn(member('thingName')) };
  const described = (thing: Thing) => ({
    thingName: thing.thingName,
    thingArn: thingArn(thing.thingName),
    thingId: thing.thingId,
  });

  return [
    restOperation(
      { method: 'POST', path: '/things/:thingName' },
      operation({
        name: 'iot:CreateThing',
        access: onThing,
        // What would make the thing more than its name is not among them: policies could ask for it.
        fields: { thingName },
        run: (input) => described(things.create(input.thingName)),
      }),
    ),
    restOperation(
      { method: 'GET', path: '/things/:thingName' },
      operation({
        name: 'iot:DescribeThing',
        access: onThing,
        fields: { thingName },
        run: (input) => ({
          defaultClientId: input.thingName,
          ...described(things.get(input.thingName)),
          attributes: {},
          version: 1,
        }),
      }),
    ),
    restOperation(
      { method: 'DELETE', path: '/things/:thingName', query: ['expectedVersion'] },
      operation({
        name: 'iot:DeleteThing',
        access: onThing,
        fields: { thingName, expectedVersion: z.string().optional() },
        run(input) {
          // Nothing here changes a thing, so each is in its first version.
          if ((input.expectedVersion ?? '1') !== '1') {
            throw new AwsError('VersionConflictException', `The version of thing ${input.thingName} is 1.`, 409);
          }
          things.delete(input.thingName);
          return {};
        },
      }),
    ),
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
        access: onThing,
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
