import type { StackAssembly } from '../template/assembly.js';
import { generatedName, type ResourceType, type ResourceTypes } from '../template/resource-type.js';
import { readStackResources, type StackResource, type StackResources } from '../template/stack-resources.js';

/** AWS's documentation uses it for no real account. */
const ACCOUNT_ID = '111122223333';

/** The resources of the template, those that no service emulates among them: nothing of them has to work here. */
export function stackOfReport(assembly: StackAssembly, region: string, emulated: ResourceTypes): StackResources {
  const present = Object.values(assembly.template.Resources).map(({ Type }) => Type);
  const types = Object.fromEntries(
    present.map((type) => [type, { ...unknown, ...emulated[type], hasLateAttributes: true }]),
  );
  return readStackResources(assembly, { region, accountId: ACCOUNT_ID }, { ...emulated, ...types }, lateAttribute);
}

const unknown: ResourceType = { physicalId: (context) => generatedName(context) };

function lateAttribute({ logicalId, physicalId, type, environment }: StackResource, name: string): string {
  if (!/Arn$/.test(name)) return `<${logicalId}.${name}>`;
  const [, service = '', kind = ''] = type.split('::');
  const { region, accountId } = environment;
  return `arn:aws:${service.toLowerCase()}:${region}:${accountId}:${kind.toLowerCase()}/${physicalId}`;
}
