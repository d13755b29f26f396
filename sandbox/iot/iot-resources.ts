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

/** Names of the template's things, but for those with attributes, which are not emulated. */
export function readThings(resources: StackResources): string[] {
  const things = resources.ofType('AWS::IoT::Thing');
  return things.filter((thing) => isPlainThing(thing.properties())).map(({ physicalId }) => physicalId);
}

/** The registry here knows no attributes, which policies could ask for. */
export function isPlainThing({ AttributePayload }: Readonly<Record<string, unknown>>): boolean {
  return AttributePayload === undefined;
}
