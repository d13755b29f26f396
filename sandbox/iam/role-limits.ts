import { beyond, documentSize, holdLimits, type Limit, text, wholeNumber } from '../template/limits.js';
import type { StackResources } from '../template/stack-resources.js';
import type { ManagedPolicySettings } from './managed-policy-resources.js';
import type { RoleSettings } from './role-resources.js';

const QUOTAS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';
const CREATE_ROLE = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html';

/** `AWS::IAM::Role`. */
const roleLimits = {
  RoleName: text(/[\w+=,.@-]+/, 64, CREATE_ROLE),
  MaxSessionDuration: wholeNumber(3600, 43_200, 'seconds', CREATE_ROLE),
};

const CREATE_POLICY = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html';

/** `AWS::IAM::ManagedPolicy`. */
const managedPolicyLimits = { ManagedPolicyName: text(/[\w+=,.@-]+/, 128, CREATE_POLICY) };

const policyName = text(
  /[\w+=,.@-]+/,
  128,
  'https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html',
);

/** A quota that can be raised on request is taken as AWS sets it. */
const trustPolicySize = size(2048);
/** Of all inline policies of a role together. */
const inlinePoliciesSize = size(10_240);
const managedPolicySize = size(6144);
const managedPolicies = { allowed: '10 at most', page: QUOTAS };

const sid: Limit = {
  allowed: 'letters A-Z and a-z and digits, each once in a document',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html',
  holds: (value) => typeof value === 'string' && /^[A-Za-z0-9]*$/.test(value),
};

/** @throws DeploymentError for a role or policy that IAM would not take */
export function holdRoleLimits(resources: StackResources, roles: readonly RoleSettings[]): void {
  for (const { logicalId, property } of resources.ofType('AWS::IAM::Role')) {
    holdLimits(`${logicalId} (AWS::IAM::Role)`, roleLimits, property);
  }
  for (const { roleName, trustPolicy, policies, managedPolicyArns } of roles) {
    const role = `role ${roleName}`;
    holdSids(trustPolicy, `the trust policy of ${role}`);
    const trust = documentSize(trustPolicy);
    if (trust > trustPolicySize.longest)
      throw beyond('The size', trust, `the trust policy of ${role}`, trustPolicySize);
    for (const { name, document } of policies) {
      holdLimits(`a policy of ${role}`, { PolicyName: policyName }, () => name);
      holdSids(document, `policy ${name} of ${role}`);
    }
    const inline = policies.reduce((sum, { document }) => sum + documentSize(document), 0);
    if (inline > inlinePoliciesSize.longest) {
      throw beyond('The size', inline, `the inline policies of ${role} together`, inlinePoliciesSize);
    }
    if (managedPolicyArns.length > 10) {
      throw beyond('The number', managedPolicyArns.length, `the managed policies of ${role}`, managedPolicies);
    }
  }
}

/** @throws DeploymentError for a managed policy that IAM would not take */
export function holdManagedPolicyLimits(policies: readonly ManagedPolicySettings[]): void {
  for (const { logicalId, name, document } of policies) {
    const where = `${logicalId} (AWS::IAM::ManagedPolicy)`;
    holdLimits(where, managedPolicyLimits, () => name);
    holdSids(document, where);
    const characters = documentSize(document);
    if (characters > managedPolicySize.longest) throw beyond('The size', characters, where, managedPolicySize);
  }
}

/** @throws DeploymentError for a statement ID that IAM would not take */
export function holdSids(document: unknown, where: string): void {
  const { Statement } = (document ?? {}) as { readonly Statement?: unknown };
  const given = [Statement ?? []].flat().map((statement) => (statement as { readonly Sid?: unknown } | null)?.Sid);
  const sids = given.filter((value) => value !== undefined && value !== '');
  for (const [index, value] of sids.entries()) {
    if (!sid.holds(value) || sids.indexOf(value) !== index) throw beyond('The Sid', value, where, sid);
  }
}

function size(longest: number) {
  return { longest, allowed: `${longest.toLocaleString('en')} characters without white space at most`, page: QUOTAS };
}
