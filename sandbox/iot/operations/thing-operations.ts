import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import { type Member, operationsOf } from '../../service/operation.js';
import { type RestOperation, restOperation } from '../../service/rest-operation.js';
import type { Thing } from '../things.js';
import type { IotArn, IotParts } from './iot-parts.js';
import { paginate, tokenPages } from './listing-pages.js';

const operation = operationsOf();
const thingName = z.string().min(1);

/** Things: https://docs.aws.amazon.com/iot/latest/apireference/ */
export function thingOperations({ things }: Pick<IotParts, 'things'>, arn: IotArn): RestOperation[] {
  const thingArn = (name: string) => arn(`thing/${name}`);
  const onThing = { iam: (member: Member) => thingArn(member('thingName')) };
  const described = (thing: Thing) => ({
    thingName: thing.thingName,
    thingArn: thingArn(thing.thingName),
    thingId: thing.thingId,
  });
  // Nothing here changes a thing, so each is in its first version.
  const listed = ({ thingName: name }: Thing) => ({
    thingName: name,
    thingArn: thingArn(name),
    attributes: {},
    version: 1,
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
      // No thing here has an attribute or a type, so what would look for one is refused by name.
      { method: 'GET', path: '/things', query: Object.keys(tokenPages) },
      operation({
        name: 'iot:ListThings',
        access: { iam: () => '*' },
        quota: 10,
        fields: tokenPages,
        run(input) {
          const { page, next } = paginate(things.list(), input);
          return { things: page.map(listed), ...next };
        },
      }),
    ),
    restOperation(
      { method: 'DELETE', path: '/things/:thingName', query: ['expectedVersion'] },
      operation({
        name: 'iot:DeleteThing',
        access: onThing,
        fields: { thingName, expectedVersion: z.string().optional() },
        run(input) {
          if ((input.expectedVersion ?? '1') !== '1') {
            throw new AwsError('VersionConflictException', `The version of thing ${input.thingName} is 1.`, 409);
          }
          things.delete(input.thingName);
          return {};
        },
      }),
    ),
  ];
}
