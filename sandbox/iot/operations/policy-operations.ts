import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import { type Member, operationsOf } from '../../service/operation.js';
import { type RestOperation, restOperation } from '../../service/rest-operation.js';
import type { IotArn, IotParts } from './iot-parts.js';
import { markerPages, paginate } from './listing-pages.js';
import { testAuthorization } from './test-authorization.js';

const operation = operationsOf();
const policyName = z.string().min(1);
const target = z.string().min(1);
/** What IAM evaluates for a Cognito target is the bare identity ID, which only `*` covers. */
const onTarget = { iam: (member: Member) => member('target') };
const onPrincipal = { iam: (member: Member) => member('principal') };

/** IoT policies: attaching them, and asking about them. https://docs.aws.amazon.com/iot/latest/apireference/ */
export function policyOperations(parts: Pick<IotParts, 'attachments' | 'accountId'>, arn: IotArn): RestOperation[] {
  const { attachments } = parts;
  const onPolicy = { iam: (member: Member) => arn(`policy/${member('policyName')}`) };
  return [
    restOperation(
      { method: 'PUT', path: '/target-policies/:policyName' },
      operation({
        name: 'iot:AttachPolicy',
        access: onTarget,
        quota: 15,
        fields: { policyName, target },
        run(input) {
          attachments.attach(input.policyName, input.target);
          return {};
        },
      }),
    ),
    restOperation(
      { method: 'POST', path: '/target-policies/:policyName' },
      operation({
        name: 'iot:DetachPolicy',
        access: onTarget,
        quota: 15,
        fields: { policyName, target },
        run(input) {
          attachments.detach(input.policyName, input.target);
          return {};
        },
      }),
    ),
    restOperation(
      { method: 'POST', path: '/attached-policies/:target', query: Object.keys(markerPages) },
      operation({
        name: 'iot:ListAttachedPolicies',
        access: onTarget,
        quota: 15,
        fields: { target, ...markerPages },
        run(input) {
          const { page, next } = paginate(attachments.attached(input.target).map(summaryOf), input);
          return { policies: page, ...next };
        },
      }),
    ),
    restOperation(
      { method: 'POST', path: '/policy-targets/:policyName', query: Object.keys(markerPages) },
      operation({
        name: 'iot:ListTargetsForPolicy',
        access: onPolicy,
        quota: 10,
        fields: { policyName, ...markerPages },
        run(input) {
          attachments.policy(input.policyName);
          // Seen on AWS: a Cognito identity comes back with the account in front, unlike how it was attached.
          const targets = attachments.targets(input.policyName).map((id) => `${parts.accountId}:${id}`);
          const { page, next } = paginate(targets, input);
          return { targets: page, ...next };
        },
      }),
    ),
    restOperation(
      { method: 'GET', path: '/policies/:policyName' },
      operation({
        name: 'iot:GetPolicy',
        access: onPolicy,
        quota: 10,
        fields: { policyName },
        run: (input) => ({ ...documentOf(attachments.policy(input.policyName)), defaultVersionId: '1' }),
      }),
    ),
    restOperation(
      { method: 'GET', path: '/tags', query: ['resourceArn'] },
      operation({
        name: 'iot:ListTagsForResource',
        access: { iam: (member) => member('resourceArn') },
        fields: { resourceArn: z.string().min(1) },
        run({ resourceArn }) {
          const tagged = attachments.policies.find(({ policyArn }) => policyArn === resourceArn);
          if (tagged !== undefined) return { tags: tagged.tags ?? [] };
          // Things have tags, too, in AWS: here only policies have.
          throw new AwsError('ResourceNotFoundException', `No resource found with ARN ${resourceArn}`, 404);
        },
      }),
    ),
    restOperation(
      { method: 'POST', path: '/effective-policies' },
      operation({
        name: 'iot:GetEffectivePolicies',
        access: onPrincipal,
        quota: 5,
        fields: { principal: target },
        run: ({ principal }) => ({ effectivePolicies: attachments.attached(principal).map(documentOf) }),
      }),
    ),
    testAuthorization(attachments, onPrincipal),
  ];
}

interface Policy {
  readonly policyName: string;
  readonly policyArn: string;
  readonly document: unknown;
}

function summaryOf({ policyName, policyArn }: Policy) {
  return { policyName, policyArn };
}

function documentOf(policy: Policy) {
  return { ...summaryOf(policy), policyDocument: JSON.stringify(policy.document) };
}
