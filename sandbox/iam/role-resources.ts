import { UnsupportedError } from '../base/errors.js';
import type { StackResources } from '../template/stack-resources.js';
import { roleArn, roleId, rolePath } from './iam-resource-types.js';
import { type ManagedPolicySettings, readManagedPolicies } from './managed-policy-resources.js';

/** An IAM role with every policy that the template gives it, as JSON. */
export interface RoleSettings {
  readonly roleArn: string;
  /** `/`, unless the template says otherwise. */
  readonly path: string;
  readonly roleName: string;
  /** `AROA…`. */
  readonly roleId: string;
  readonly trustPolicy: unknown;
  readonly policies: readonly { readonly name: string; readonly document: unknown }[];
  /** Those that the role names and those that name the role. */
  readonly managedPolicyArns: readonly string[];
  /** The managed policy that bounds what all the others allow. */
  readonly boundaryArn?: string;
  readonly maxSessionSeconds: number;
}

interface RoleProperties {
  readonly AssumeRolePolicyDocument: unknown;
  readonly Policies?: readonly { readonly PolicyName: string; readonly PolicyDocument: unknown }[];
  readonly ManagedPolicyArns?: readonly string[];
  readonly PermissionsBoundary?: string;
  readonly MaxSessionDuration?: number | string;
}

interface PolicyProperties {
  readonly PolicyName: string;
  readonly PolicyDocument: unknown;
  readonly Roles?: readonly string[];
}

interface RolePolicyProperties {
  readonly PolicyName: string;
  readonly PolicyDocument: unknown;
  readonly RoleName: string;
}

/**
 * Every `AWS::IAM::Role`, with the policies that name it: `AWS::IAM::Policy`, `AWS::IAM::RolePolicy`, and the managed
 * ones of the template.
 */
export function readRoles(
  resources: StackResources,
  managed: readonly ManagedPolicySettings[] = readManagedPolicies(resources),
): RoleSettings[] {
  const policies = readAttachedPolicies(resources);
  return resources.ofType('AWS::IAM::Role').map((resource) => {
    // A template's own words: IAM's document is read, and checked, as an unknown.
    const properties = resource.properties() as unknown as RoleProperties;
    const inline = (properties.Policies ?? []).map(({ PolicyName, PolicyDocument }) => ({
      name: PolicyName,
      document: PolicyDocument,
    }));
    const attached = policies
      .filter(({ roleNames }) => roleNames.includes(resource.physicalId))
      .map(({ name, document }) => ({ name, document }));
    const all = [...inline, ...attached];
    refuseSameNames(all, resource.logicalId);
    const attachingThemselves = managed.filter(({ roleNames }) => roleNames.includes(resource.physicalId));
    const arns = [...(properties.ManagedPolicyArns ?? []), ...attachingThemselves.map(({ arn }) => arn)];
    return {
      roleArn: roleArn(resource),
      path: rolePath(resource),
      roleName: resource.physicalId,
      roleId: roleId(resource.environment, resource.logicalId),
      trustPolicy: properties.AssumeRolePolicyDocument,
      policies: all,
      managedPolicyArns: [...new Set(arns)],
      ...(properties.PermissionsBoundary === undefined ? {} : { boundaryArn: String(properties.PermissionsBoundary) }),
      maxSessionSeconds: Number(properties.MaxSessionDuration ?? 3600),
    };
  });
}

interface AttachedPolicy {
  readonly name: string;
  readonly document: unknown;
  readonly roleNames: readonly string[];
}

/** What `AWS::IAM::Policy` and `AWS::IAM::RolePolicy` give to roles, those of no template among them. */
export function readAttachedPolicies(resources: StackResources): AttachedPolicy[] {
  const several = resources.ofType('AWS::IAM::Policy').map((resource) => {
    // A template's own words, as above.
    const { PolicyName, PolicyDocument, Roles = [] } = resource.properties() as unknown as PolicyProperties;
    return { name: PolicyName, document: PolicyDocument, roleNames: Roles };
  });
  const single = resources.ofType('AWS::IAM::RolePolicy').map((resource) => {
    // And here.
    const { PolicyName, PolicyDocument, RoleName } = resource.properties() as unknown as RolePolicyProperties;
    return { name: PolicyName, document: PolicyDocument, roleNames: [RoleName] };
  });
  return [...several, ...single];
}

/** On AWS the one that is deployed last takes the place of the other, and nothing says which that is. */
function refuseSameNames(policies: RoleSettings['policies'], logicalId: string): void {
  const names = policies.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new UnsupportedError(`two inline policies ${twice} of role ${logicalId} (give each a PolicyName of its own)`);
}
