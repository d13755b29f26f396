import { bootPlace, stacksOf } from '../template/boot-environment.js';
import { madeUpType } from '../template/made-up-values.js';
import { NESTED_STACK } from '../template/nested-stack.js';
import { partitionOf } from '../template/partition.js';
import { letters, type ResourceTypes } from '../template/resource-type.js';
import {
  readStackResources,
  type StackResource,
  type StackResources,
  type TemplateInputs,
} from '../template/stack-resources.js';
import type { StackAssembly } from '../template/template.js';

/** What else decides how templates are read. */
export interface StackInputs extends TemplateInputs {
  /** For stacks that do not say where they are deployed; of several Regions, the one that counts. @default 'us-east-1' */
  readonly region?: string;
}

/**
 * The resources of all stacks, those that no service emulates among them: nothing of them has to work here.
 *
 * @param emulated the types that services emulate
 */
export function stackOfReport(assembly: StackAssembly, inputs: StackInputs, emulated: ResourceTypes): StackResources {
  const { existing = [], region } = inputs;
  const place = bootPlace(assembly, region);
  const types = { ...emulated, ...typesOf([assembly, ...existing], emulated) };
  const stack = readStackResources(assembly, place, types, ofCustomResource, inputs);
  const others = existing.map((other) => readStackResources(other, place, types, ofCustomResource, inputs));
  const all = [...stack.all, ...others.flatMap((other) => other.all)];
  return {
    ...stack,
    all,
    stacks: [...stack.stacks, ...others.flatMap(({ stacks }) => stacks)],
    ofType: (type) => all.filter((resource) => resource.type === type),
  };
}

/** Each type that there is, with whatever attributes somebody asks for. */
function typesOf(assemblies: readonly StackAssembly[], emulated: ResourceTypes): ResourceTypes {
  const templates = assemblies
    .flatMap(stacksOf)
    .flatMap(({ template, nestedTemplates }) => [template, ...(nestedTemplates?.values() ?? [])]);
  const present = new Set(templates.flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type)));
  present.delete(NESTED_STACK);
  return Object.fromEntries(
    [...present].map((type) => [
      type,
      { ...(emulated[type] ?? NOT_NAMES[type] ?? madeUpType(type)), hasLateAttributes: true },
    ]),
  );
}

/** Whose IDs are none of their names: an API that is called otherwise is the same API. */
const NOT_NAMES: ResourceTypes = {
  'AWS::ApiGatewayV2::Api': {
    physicalId: ({ environment, logicalId }) => letters(environment, logicalId, 10).toLowerCase(),
  },
};

/** What it would answer is not known, and nothing is made of it here: it stands in the report by its name. */
function ofCustomResource({ logicalId, environment }: StackResource, name: string): string {
  const value = `<${logicalId}>.${name}`;
  return /arn$/i.test(name)
    ? `arn:${partitionOf(environment.region).name}:custom:${environment.region}:${environment.accountId}:${value}`
    : value;
}
