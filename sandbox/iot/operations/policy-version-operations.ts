import { z } from 'zod';
import { operationsOf } from '../../service/operation.js';
import { type RestOperation, restOperation } from '../../service/rest-operation.js';
import type { IotArn, IotParts } from './iot-parts.js';
import { newPolicyName, onPolicy, policyDocument, policyName, seconds, summaryOf } from './policy-fields.js';

const operation = operationsOf();
const policyVersionId = z.string().regex(/^[0-9]+$/);

/** Versions of IoT policies: https://docs.aws.amazon.com/iot/latest/developerguide/iot-policies.html */
export function policyVersionOperations({ policies }: Pick<IotParts, 'policies'>, arn: IotArn): RestOperation[] {
  const access = onPolicy(arn);
  const one = '/policies/:policyName/version/:policyVersionId';
  return [
    restOperation(
      { method: 'POST', path: '/policies/:policyName/version', query: ['setAsDefault'] },
      operation({
        name: 'iot:CreatePolicyVersion',
        access,
        quota: 10,
        fields: {
          policyName: newPolicyName,
          policyDocument,
          setAsDefault: z.enum(['true', 'false']).default('false'),
        },
        run(input) {
          const isDefaultVersion = input.setAsDefault === 'true';
          const made = policies.createVersion(input.policyName, input.policyDocument, isDefaultVersion);
          return {
            policyArn: summaryOf(input, arn).policyArn,
            policyDocument: made.document,
            policyVersionId: made.versionId,
            isDefaultVersion,
          };
        },
      }),
    ),
    restOperation(
      { method: 'GET', path: one },
      operation({
        name: 'iot:GetPolicyVersion',
        access,
        quota: 15,
        fields: { policyName, policyVersionId },
        run(input) {
          const { versionId, document, createdAt } = policies.version(input.policyName, input.policyVersionId);
          return {
            ...summaryOf(input, arn),
            policyDocument: document,
            policyVersionId: versionId,
            isDefaultVersion: versionId === policies.get(input.policyName).defaultVersionId,
            creationDate: seconds(createdAt),
            // A version never changes.
            lastModifiedDate: seconds(createdAt),
          };
        },
      }),
    ),
    restOperation(
      { method: 'GET', path: '/policies/:policyName/version' },
      operation({
        name: 'iot:ListPolicyVersions',
        access,
        quota: 10,
        fields: { policyName },
        run(input) {
          const { versions, defaultVersionId } = policies.get(input.policyName);
          // AWS documents no order: newest first, as its console shows them.
          const policyVersions = versions.toReversed().map(({ versionId, createdAt }) => ({
            versionId,
            isDefaultVersion: versionId === defaultVersionId,
            createDate: seconds(createdAt),
          }));
          return { policyVersions };
        },
      }),
    ),
    restOperation(
      { method: 'PATCH', path: one },
      operation({
        name: 'iot:SetDefaultPolicyVersion',
        access,
        quota: 10,
        fields: { policyName, policyVersionId },
        run(input) {
          policies.setDefault(input.policyName, input.policyVersionId);
          return {};
        },
      }),
    ),
    restOperation(
      { method: 'DELETE', path: one },
      operation({
        name: 'iot:DeletePolicyVersion',
        access,
        quota: 10,
        fields: { policyName, policyVersionId },
        run(input) {
          policies.deleteVersion(input.policyName, input.policyVersionId);
          return {};
        },
      }),
    ),
  ];
}
