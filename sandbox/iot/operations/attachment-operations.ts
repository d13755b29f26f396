import { z } from 'zod';
import { type Member, operationsOf } from '../../service/operation.js';
import { type RestOperation, restOperation } from '../../service/rest-operation.js';
import { defaultVersionOf } from '../policies/policy-record.js';
import type { IotArn, IotParts } from './iot-parts.js';
import { markerPages, paginate } from './listing-pages.js';
import { onPolicy, policyName, summaryOf } from './policy-fields.js';
import { testAuthorization } from './test-authorization.js';

const operation = operationsOf();
const target = z.string().min(1);
/** What IAM evaluates for a Cognito target is the bare identity ID, which only `*` covers. */
const onTarget = { iam: (member: Member) => member('target') };
const onPrincipal = { iam: (member: Member) => member('principal') };

/** Who has which IoT policy: https://docs.aws.amazon.com/iot/latest/apireference/ */
export function attachmentOperations(
  parts: Pick<IotParts, 'policies' | 'attachments' | 'accountId'>,
  arn: IotArn,
): RestOperation[] {
  const { policies, attachments } = parts;
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
          const { page, next } = paginate(attachments.attached(input.target), input);
          return { policies: page.map((policy) => summaryOf(policy, arn)), ...next };
        },
      }),
    ),
    restOperation(
      { method: 'POST', path: '/policy-targets/:policyName', query: Object.keys(markerPages) },
      operation({
        name: 'iot:ListTargetsForPolicy',
        access: onPolicy(arn),
        quota: 10,
        fields: { policyName, ...markerPages },
        run(input) {
          policies.get(input.policyName);
          // Seen on AWS: a Cognito identity comes back with the account in front, unlike how it was attached.
          const targets = attachments.targets(input.policyName).map((id) => `${parts.accountId}:${id}`);
          const { page, next } = paginate(targets, input);
          return { targets: page, ...next };
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
        run({ principal }) {
          const effectivePolicies = attachments.attached(principal).map((policy) => ({
            ...summaryOf(policy, arn),
            policyDocument: defaultVersionOf(policy).document,
          }));
          return { effectivePolicies };
        },
      }),
    ),
    testAuthorization(attachments, onPrincipal, arn),
  ];
}
