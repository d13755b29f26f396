import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import { type Member, operationsOf } from '../../service/operation.js';
import { type RestOperation, restOperation } from '../../service/rest-operation.js';
import type { IotArn, IotParts } from './iot-parts.js';

const operation = operationsOf();
/** https://docs.aws.amazon.com/iot/latest/developerguide/tagging-iot.html */
const MOST_TAGS = 50;
const key = z
  .string()
  .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u)
  .refine((text) => !/^aws:/i.test(text), 'begins with aws:, which is reserved');
const tag = z.strictObject({ Key: key, Value: z.string().max(256).default('') });

export const tags = z
  .array(tag)
  .max(MOST_TAGS)
  .refine((given) => new Set(given.map(({ Key }) => Key)).size === given.length, 'has a key twice');

const resourceArn = z.string().min(1);
const access = { iam: (member: Member) => member('resourceArn') };

/** Things have tags, too, in AWS: here only policies have. */
export function policyTagOperations({ policies }: Pick<IotParts, 'policies'>, arn: IotArn): RestOperation[] {
  const tagged = (asked: string) => {
    const found = policies.list().find(({ policyName }) => arn(`policy/${policyName}`) === asked);
    if (found !== undefined) return found;
    throw new AwsError('ResourceNotFoundException', `No resource found with ARN ${asked}`, 404);
  };
  return [
    restOperation(
      { method: 'GET', path: '/tags', query: ['resourceArn'] },
      operation({
        name: 'iot:ListTagsForResource',
        access,
        fields: { resourceArn },
        run: (input) => ({ tags: tagged(input.resourceArn).tags }),
      }),
    ),
    restOperation(
      { method: 'POST', path: '/tags' },
      operation({
        name: 'iot:TagResource',
        access,
        fields: { resourceArn, tags },
        run(input) {
          const policy = tagged(input.resourceArn);
          const before = new Map([...policy.tags, ...input.tags].map((one) => [one.Key, one]));
          if (before.size > MOST_TAGS) {
            throw new AwsError('LimitExceededException', `A resource has ${MOST_TAGS} tags at most`, 410);
          }
          policies.setTags(policy.policyName, [...before.values()]);
          return {};
        },
      }),
    ),
    restOperation(
      { method: 'POST', path: '/untag' },
      operation({
        name: 'iot:UntagResource',
        access,
        fields: { resourceArn, tagKeys: z.array(z.string().min(1)) },
        run(input) {
          const policy = tagged(input.resourceArn);
          const left = policy.tags.filter(({ Key }) => !input.tagKeys.includes(Key));
          policies.setTags(policy.policyName, left);
          return {};
        },
      }),
    ),
  ];
}
