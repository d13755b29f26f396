import { z } from 'zod';
import { type Member, operationsOf } from '../../service/operation.js';
import { type RestOperation, restOperation } from '../../service/rest-operation.js';
import type { IotArn, IotParts } from './iot-parts.js';
import { inCreationOrder, isAscendingOrder, markerPages, paginate } from './listing-pages.js';
import { onPolicy, policyName, summaryOf } from './policy-fields.js';

const operation = operationsOf();
const principal = z.string().min(1);
/** As for `iot:AttachPolicy`: of a Cognito identity IAM evaluates the bare ID, which only `*` covers. */
const onPrincipal = { iam: (member: Member) => member('principal') };
const headers = { principal: 'x-amzn-iot-principal' };
const pages = [...Object.keys(markerPages), 'isAscendingOrder'];

/**
 * The deprecated kin of `AttachPolicy` and its like, "for backward compatibility": the same in other words.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_AttachPrincipalPolicy.html
 */
export function principalPolicyOperations(
  { policies, attachments, accountId }: Pick<IotParts, 'policies' | 'attachments' | 'accountId'>,
  arn: IotArn,
): RestOperation[] {
  const one = '/principal-policies/:policyName';
  return [
    restOperation(
      { method: 'PUT', path: one, headers },
      operation({
        name: 'iot:AttachPrincipalPolicy',
        access: onPrincipal,
        quota: 15,
        fields: { policyName, principal },
        run(input) {
          attachments.attach(input.policyName, input.principal);
          return {};
        },
      }),
    ),
    restOperation(
      { method: 'DELETE', path: one, headers },
      operation({
        name: 'iot:DetachPrincipalPolicy',
        access: onPrincipal,
        quota: 15,
        fields: { policyName, principal },
        run(input) {
          attachments.detach(input.policyName, input.principal);
          return {};
        },
      }),
    ),
    restOperation(
      { method: 'GET', path: '/principal-policies', query: pages, headers },
      operation({
        name: 'iot:ListPrincipalPolicies',
        access: onPrincipal,
        quota: 15,
        fields: { principal, ...markerPages, isAscendingOrder },
        run(input) {
          const { page, next } = paginate(inCreationOrder(attachments.attached(input.principal), input), input);
          return { policies: page.map((policy) => summaryOf(policy, arn)), ...next };
        },
      }),
    ),
    restOperation(
      { method: 'GET', path: '/policy-principals', query: pages, headers: { policyName: 'x-amzn-iot-policy' } },
      operation({
        name: 'iot:ListPolicyPrincipals',
        access: onPolicy(arn),
        quota: 10,
        fields: { policyName, ...markerPages, isAscendingOrder },
        run(input) {
          policies.get(input.policyName);
          // As ListTargetsForPolicy has been seen to name them; of this operation nothing is known.
          const principals = attachments.targets(input.policyName).map((id) => `${accountId}:${id}`);
          const { page, next } = paginate(inCreationOrder(principals, input), input);
          return { principals: page, ...next };
        },
      }),
    ),
  ];
}
