import type { StackResources } from '../template/stack-resources.js';

/** An `AWS::IoT::Policy` of the template. */
export interface IotPolicySettings {
  readonly policyName: string;
  readonly document: unknown;
  /** @default none */
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[];
}

export function readIotPolicies(resources: StackResources): IotPolicySettings[] {
  return resources.ofType('AWS::IoT::Policy').map((resource) => ({
    policyName: resource.physicalId,
    document: resource.properties().PolicyDocument,
    tags: (resource.properties().Tags ?? []) as NonNullable<IotPolicySettings['tags']>,
  }));
}
