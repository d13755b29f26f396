import type { Caller } from './caller.js';
import type { ConnectionTemplate } from './connection.js';
import { unknownRole } from './errors.js';

/** Who acts as this role gets this policy. */
export interface RolePolicy {
  readonly roleArn: string;
  readonly policyName: string;
  readonly connectionTemplate: ConnectionTemplate;
}

export interface GroupPolicies {
  /** Role of users in no group, who get the policy of everyone. */
  readonly authenticatedRoleArn: string;
  readonly groups: readonly RolePolicy[];
}

/** Which policy a caller gets, and which of this deployment's the caller must not keep. */
export interface PolicyChoice {
  readonly policyName: string;
  readonly others: readonly string[];
  readonly template: ConnectionTemplate;
}

export interface PolicyChoiceProps {
  readonly policyName: string;
  readonly connectionTemplate: ConnectionTemplate;
  /** Undefined: everyone gets the one policy, whatever role they have assumed. */
  readonly groupPolicies: GroupPolicies | undefined;
}

/** Throws UnknownRole. */
export type ChoosePolicy = (caller: Caller) => PolicyChoice;

/**
 * With groups, the role decides that the caller has really assumed: it is in the signed context, and Cognito gave it by
 * the groups of the verified token. A claim that a client sends is never looked at.
 */
export function createPolicyChoice({ policyName, connectionTemplate, groupPolicies }: PolicyChoiceProps): ChoosePolicy {
  if (!groupPolicies) return () => ({ policyName, others: [], template: connectionTemplate });
  const { authenticatedRoleArn, groups } = groupPolicies;
  const all = [{ roleArn: authenticatedRoleArn, policyName, connectionTemplate }, ...groups];
  return ({ userArn }) => {
    const role = assumedRole(userArn);
    const chosen = all.find(({ roleArn }) => role !== undefined && configuredRole(roleArn) === role);
    if (!chosen) throw unknownRole(userArn);
    const others = all.map((one) => one.policyName).filter((name) => name !== chosen.policyName);
    return { policyName: chosen.policyName, others, template: chosen.connectionTemplate };
  };
}

/** Account and name, as `111122223333:Name`: the ARN of a session leaves out the path of its role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
function assumedRole(userArn: string | undefined): string | undefined {
  const [, account, name] = /^arn:[\w-]+:sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/.exec(userArn ?? '') ?? [];
  return account && name ? `${account}:${name}` : undefined;
}

function configuredRole(roleArn: string): string | undefined {
  const [, account, name] = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(roleArn) ?? [];
  return account && name ? `${account}:${name}` : undefined;
}

/** Reads `GROUP_POLICIES` and `AUTHENTICATED_ROLE_ARN`. Throws an Error that names what is wrong. */
export function readGroupPolicies(
  policies: string | undefined,
  authenticatedRoleArn: string | undefined,
  readTemplate: (given: unknown, name: string) => ConnectionTemplate,
): GroupPolicies | undefined {
  if (!policies?.trim()) return undefined;
  const given = parsed(policies);
  if (!authenticatedRoleArn || configuredRole(authenticatedRoleArn) === undefined) {
    throw new Error(
      `AUTHENTICATED_ROLE_ARN is "${authenticatedRoleArn ?? ''}". With GROUP_POLICIES, give a role's ARN.`,
    );
  }
  const groups = given.map((one, index): RolePolicy => {
    const { roleArn, policyName, connectionTemplate } = (one ?? {}) as Partial<Record<keyof RolePolicy, unknown>>;
    const where = `GROUP_POLICIES[${index}]`;
    if (typeof roleArn !== 'string' || configuredRole(roleArn) === undefined) {
      throw new Error(`${where} has no "roleArn" that is a role's ARN.`);
    }
    if (typeof policyName !== 'string' || policyName === '') throw new Error(`${where} has no "policyName".`);
    return { roleArn, policyName, connectionTemplate: readTemplate(connectionTemplate, where) };
  });
  return { authenticatedRoleArn, groups };
}

function parsed(policies: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(policies);
    if (Array.isArray(list)) return list;
  } catch (cause) {
    throw new Error('GROUP_POLICIES is not JSON.', { cause });
  }
  throw new Error('GROUP_POLICIES is not a list.');
}
