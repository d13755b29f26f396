import { z } from 'zod';
import { AwsError, UnsupportedError } from '../base/errors.js';
import { type ControlPlaneOperation, type Permit, paginate, parameter, parse } from './control-plane-operation.js';
import type { PolicyAttachments } from './policy-attachments.js';
import { testAuthorization, testBody } from './test-authorization.js';

export interface PolicyOperationsOptions {
  readonly attachments: PolicyAttachments;
  readonly permit: Permit;
  readonly arn: (resource: string) => string;
  readonly accountId: string;
}

const targetBody = z.object({ target: z.string().min(1) });

/** IoT policies: attaching them, and asking about them. */
export function policyOperations(options: PolicyOperationsOptions): ControlPlaneOperation[] {
  const { attachments, permit, arn, accountId } = options;
  const summary = ({ policyName, policyArn }: { policyName: string; policyArn: string }) => ({ policyName, policyArn });

  return [
    {
      name: 'iot:AttachPolicy',
      method: 'PUT',
      path: '/target-policies/:policyName',
      service: 'iot',
      quota: 15,
      run(call) {
        const { target } = parse(targetBody, call.body);
        // What IAM evaluates for a Cognito target is the bare identity ID, which only `*` covers.
        permit(call, 'iot:AttachPolicy', target);
        attachments.attach(parameter(call, 'policyName'), target);
        return {};
      },
    },
    {
      name: 'iot:DetachPolicy',
      method: 'POST',
      path: '/target-policies/:policyName',
      service: 'iot',
      quota: 15,
      run(call) {
        const { target } = parse(targetBody, call.body);
        permit(call, 'iot:DetachPolicy', target);
        attachments.detach(parameter(call, 'policyName'), target);
        return {};
      },
    },
    {
      name: 'iot:ListAttachedPolicies',
      method: 'POST',
      path: '/attached-policies/:target',
      service: 'iot',
      quota: 15,
      run(call) {
        const target = parameter(call, 'target');
        permit(call, 'iot:ListAttachedPolicies', target);
        const { page, next } = paginate(attachments.attached(target).map(summary), call.query);
        return { policies: page, ...next };
      },
    },
    {
      name: 'iot:ListTargetsForPolicy',
      method: 'POST',
      path: '/policy-targets/:policyName',
      service: 'iot',
      quota: 10,
      run(call) {
        const policyName = parameter(call, 'policyName');
        permit(call, 'iot:ListTargetsForPolicy', arn(`policy/${policyName}`));
        attachments.policy(policyName);
        // Seen on AWS: a Cognito identity comes back with the account in front, unlike how it was attached.
        const targets = attachments.targets(policyName).map((target) => `${accountId}:${target}`);
        const { page, next } = paginate(targets, call.query);
        return { targets: page, ...next };
      },
    },
    {
      name: 'iot:GetPolicy',
      method: 'GET',
      path: '/policies/:policyName',
      service: 'iot',
      quota: 10,
      run(call) {
        const policyName = parameter(call, 'policyName');
        permit(call, 'iot:GetPolicy', arn(`policy/${policyName}`));
        const policy = attachments.policy(policyName);
        return { ...summary(policy), policyDocument: JSON.stringify(policy.document), defaultVersionId: '1' };
      },
    },
    {
      name: 'iot:ListTagsForResource',
      method: 'GET',
      path: '/tags',
      service: 'iot',
      run(call) {
        const resourceArn = call.query.get('resourceArn') ?? '';
        permit(call, 'iot:ListTagsForResource', resourceArn);
        const tagged = attachments.policies.find(({ policyArn }) => policyArn === resourceArn);
        if (tagged !== undefined) return { tags: tagged.tags ?? [] };
        // Things have tags, too, in AWS: here only policies have.
        throw new AwsError('ResourceNotFoundException', `No resource found with ARN ${resourceArn}`, 404);
      },
    },
    {
      name: 'iot:GetEffectivePolicies',
      method: 'POST',
      path: '/effective-policies',
      service: 'iot',
      quota: 5,
      run(call) {
        const { principal } = parse(z.object({ principal: z.string().min(1) }), call.body);
        permit(call, 'iot:GetEffectivePolicies', principal);
        const policies = attachments.attached(principal);
        const effectivePolicies = policies.map((policy) => ({
          ...summary(policy),
          policyDocument: JSON.stringify(policy.document),
        }));
        return { effectivePolicies };
      },
    },
    {
      name: 'iot:TestAuthorization',
      method: 'POST',
      path: '/test-authorization',
      service: 'iot',
      quota: 10,
      run(call) {
        const { principal = '', authInfos, policyNamesToAdd, policyNamesToSkip } = parse(testBody, call.body);
        if (policyNamesToAdd?.length || policyNamesToSkip?.length) {
          throw new UnsupportedError('policyNamesToAdd and policyNamesToSkip of iot:TestAuthorization');
        }
        permit(call, 'iot:TestAuthorization', principal);
        return {
          authResults: authInfos.map((authInfo) => testAuthorization(attachments, principal, authInfo, call.query)),
        };
      },
    },
  ];
}
