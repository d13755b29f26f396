import type { StackResources } from '../template/stack-resources.js';
import { managedPolicyName, rolePath } from './iam-resource-types.js';

/** An `AWS::IAM::ManagedPolicy` of the template. */
export interface ManagedPolicySettings {
  readonly logicalId: string;
  readonly arn: string;
  readonly name: string;
  /** `/`, unless the template says otherwise. */
  readonly path: string;
  readonly description: string | undefined;
  readonly document: unknown;
  /** Names of the roles that it attaches itself to; others name it. */
  readonly roleNames: readonly string[];
}

export function readManagedPolicies(resources: StackResources): ManagedPolicySettings[] {
  return resources.ofType('AWS::IAM::ManagedPolicy').map((resource) => {
    const { Description, PolicyDocument, Roles = [] } = resource.properties();
    return {
      logicalId: resource.logicalId,
      arn: resource.physicalId,
      name: managedPolicyName(resource),
      path: rolePath(resource),
      description: Description === undefined ? undefined : String(Description),
      document: PolicyDocument,
      roleNames: [Roles].flat().map(String),
    };
  });
}
