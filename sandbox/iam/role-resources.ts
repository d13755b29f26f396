import { UnsupportedError } from '../base/errors.js';
import type { StackResources } from '../template/stack-resources.js';
import { roleArn, roleId, rolePath } from './iam-resource-types.js';

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
  readonly managedPolicyArns: readonly string[];
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

/** Every `AWS::IAM::Role`, with the `AWS::IAM::Policy` resources that name it. */
export function readRoles(resources: StackResources): RoleSettings[] {
  const policies = resources
    .ofType('AWS::IAM::Policy')
    // A template's own words: IAM's document is read, and checked, as an unknown.
    .map((resource) => resource.properties() as unknown as PolicyProperties);
  return resources.ofType('AWS::IAM::Role').map((resource) => {
    // A template's own words, as above.
    const properties = resource.properties() as unknown as RoleProperties;
    if (properties.PermissionsBoundary !== undefined) {
      throw new UnsupportedError(`the permissions boundary of role ${resource.logicalId}`);
    }
    const inline = (properties.Policies ?? []).map(({ PolicyName, PolicyDocument }) => ({
      name: PolicyName,
      document: PolicyDocument,
    }));
    const attached = policies
      .filter(({ Roles = [] }) => Roles.includes(resource.physicalId))
      .map(({ PolicyName, PolicyDocument }) => ({ name: PolicyName, document: PolicyDocument }));
    return {
      roleArn: roleArn(resource),
      path: rolePath(resource),
      roleName: resource.physicalId,
      roleId: roleId(resources.environment, resource.logicalId),
      trustPolicy: properties.AssumeRolePolicyDocument,
      policies: [...inline, ...attached],
      managedPolicyArns: properties.ManagedPolicyArns ?? [],
      maxSessionSeconds: Number(properties.MaxSessionDuration ?? 3600),
    };
  });
}
