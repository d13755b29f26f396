import type { StackResources } from '../template/stack-resources.js';

/** An `AWS::IoT::Policy` of the template. */
export interface IotPolicySettings {
  readonly policyName: string;
  readonly policyArn: string;
  readonly document: unknown;
  /** @default none */
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[];
}

export function readIotPolicies(resources: StackResources): IotPolicySettings[] {
  const { region, accountId } = resources.environment;
  return resources.ofType('AWS::IoT::Policy').map((resource) => ({
    policyName: resource.physicalId,
    policyArn: `arn:aws:iot:${region}:${accountId}:policy/${resource.physicalId}`,
    document: resource.properties().PolicyDocument,
    tags: (resource.properties().Tags ?? []) as NonNullable<IotPolicySettings['tags']>,
  }));
}
