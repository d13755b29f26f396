import { operationsOf } from '../../service/operation.js';
import { type RestOperation, restOperation } from '../../service/rest-operation.js';
import { defaultVersionOf } from '../policies/policy-record.js';
import type { IotArn, IotParts } from './iot-parts.js';
import { inCreationOrder, isAscendingOrder, markerPages, paginate } from './listing-pages.js';
import { newPolicyName, onPolicy, policyDocument, policyName, seconds, summaryOf } from './policy-fields.js';
import { tags } from './policy-tag-operations.js';

const operation = operationsOf();

/** IoT policies themselves: https://docs.aws.amazon.com/iot/latest/apireference/ */
export function policyOperations(parts: Pick<IotParts, 'policies' | 'attachments'>, arn: IotArn): RestOperation[] {
  const { policies, attachments } = parts;
  const access = onPolicy(arn);
  return [
    restOperation(
      { method: 'POST', path: '/policies/:policyName' },
      operation({
        name: 'iot:CreatePolicy',
        access,
        quota: 10,
        fields: { policyName: newPolicyName, policyDocument, tags: tags.default([]) },
        run(input) {
          const made = policies.create(input.policyName, input.policyDocument, input.tags);
          const { versionId, document } = defaultVersionOf(made);
          return { ...summaryOf(made, arn), policyDocument: document, policyVersionId: versionId };
        },
      }),
    ),
    restOperation(
      { method: 'GET', path: '/policies/:policyName' },
      operation({
        name: 'iot:GetPolicy',
        access,
        quota: 10,
        fields: { policyName },
        run(input) {
          const policy = policies.get(input.policyName);
          return {
            ...summaryOf(policy, arn),
            policyDocument: defaultVersionOf(policy).document,
            defaultVersionId: policy.defaultVersionId,
            creationDate: seconds(policy.createdAt),
            lastModifiedDate: seconds(policy.modifiedAt),
          };
        },
      }),
    ),
    restOperation(
      { method: 'DELETE', path: '/policies/:policyName' },
      operation({
        name: 'iot:DeletePolicy',
        access,
        quota: 10,
        fields: { policyName },
        run(input) {
          attachments.deletePolicy(input.policyName);
          return {};
        },
      }),
    ),
    restOperation(
      { method: 'GET', path: '/policies', query: [...Object.keys(markerPages), 'isAscendingOrder'] },
      operation({
        name: 'iot:ListPolicies',
        access: { iam: () => '*' },
        quota: 10,
        fields: { ...markerPages, isAscendingOrder },
        run(input) {
          const { page, next } = paginate(inCreationOrder(policies.list(), input), input);
          return { policies: page.map((policy) => summaryOf(policy, arn)), ...next };
        },
      }),
    ),
  ];
}
