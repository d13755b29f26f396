import type { Change, ComparedResource, ComparedTemplate } from '../../changes/change.js';
import { templateChanges } from '../../changes/template-changes.js';
import type { StackAssembly } from '../../sandbox/index.js';
import type { StackComparison } from './changes-report.js';

/** Asks for what is deployed of one stack. */
export interface DeployedStack {
  /** Undefined: there is no such stack. */
  template(name: string): Promise<ComparedTemplate | undefined>;
  /** The ID of a stack that is nested in another. */
  nestedStack(parent: string, logicalId: string): Promise<string>;
}

export const NESTED_STACK = 'AWS::CloudFormation::Stack';

/** Compares a stack, and the stacks that are nested in it, with what is deployed of them. */
export async function compareStack(stack: StackAssembly, deployed: DeployedStack): Promise<StackComparison> {
  const { stackName, template, nestedTemplates } = stack;
  const former = await deployed.template(stackName);
  if (former === undefined) return { stack: stackName, deployed: false, changes: [] };
  const changes = await compareNested({ deployed, nestedTemplates }, stackName, former, template as ComparedTemplate);
  return { stack: stackName, deployed: true, changes };
}

interface Sources {
  readonly deployed: DeployedStack;
  readonly nestedTemplates: StackAssembly['nestedTemplates'];
}

async function compareNested(
  sources: Sources,
  name: string,
  former: ComparedTemplate,
  next: ComparedTemplate,
  path = '',
): Promise<Change[]> {
  const found = templateChanges(former, next).map((one) => ({ ...one, logicalId: path + one.logicalId }));
  for (const logicalId of idsOfNested(former)) {
    const inNext = next.Resources?.[logicalId];
    const id = await sources.deployed.nestedStack(name, logicalId);
    const nestedFormer = await sources.deployed.template(id);
    if (nestedFormer === undefined) continue;
    // One that is taken out goes with all that is in it.
    const nestedNext =
      inNext?.Type === NESTED_STACK ? templateOf(inNext, sources, path + logicalId) : { Resources: {} };
    found.push(...(await compareNested(sources, id, nestedFormer, nestedNext, `${path}${logicalId}/`)));
  }
  return found;
}

function idsOfNested({ Resources = {} }: ComparedTemplate): string[] {
  return Object.keys(Resources).filter((logicalId) => Resources[logicalId]?.Type === NESTED_STACK);
}

/** @throws Error for a template that is no asset of the assembly */
function templateOf(
  { Properties = {} }: ComparedResource,
  { nestedTemplates }: Sources,
  path: string,
): ComparedTemplate {
  // Whatever puts the URL together, the asset's hash is a part of it.
  const hashes = JSON.stringify(Properties.TemplateURL ?? '').match(/[0-9a-f]{64}/g) ?? [];
  const template = hashes.map((hash) => nestedTemplates?.get(hash)).find((one) => one !== undefined);
  if (template !== undefined) return template as ComparedTemplate;
  throw new Error(`the template of the nested stack ${path} is no asset of this assembly, so it cannot be compared`);
}
