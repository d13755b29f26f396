import { UnsupportedError } from '../base/errors.js';
import { readConditions } from './conditions.js';
import { refuseDependencyCycle } from './dependency-cycle.js';
import { type DynamicReferencesOptions, resolveDynamicReferences } from './dynamic-references.js';
import { resolveIntrinsics, type Scope } from './intrinsics.js';
import { lazyResource, type StackResource } from './lazy-resource.js';
import { refuseMadeUp, refuseMadeUpConditions } from './made-up-uses.js';
import { madeUpType } from './made-up-values.js';
import { NESTED_STACK } from './nested-stack.js';
import type { Parameters } from './parameters.js';
import { pseudoParameters } from './pseudo-parameters.js';
import type { Environment, ResourceTypes } from './resource-type.js';
import { createResourceValues, type ResourceValuesOptions } from './resource-values.js';
import { holdRules } from './rules.js';
import type { Template, TemplateResource } from './template.js';

/** One template with its parameters' values: every resource that its conditions let be. */
export interface TemplateStack {
  readonly environment: Environment;
  /** For people: `Backend`, or `Backend/Auth` for a stack that is nested in it under that logical ID. */
  readonly path: string;
  readonly template: Template;
  readonly parameters: Parameters;
  /** The stack that it is nested in. */
  readonly parent: TemplateStack | undefined;
  readonly nested: () => readonly TemplateStack[];
  readonly resources: readonly StackResource[];
  outputs(): Record<string, string>;
  /** @throws UnsupportedError for an output that is not there */
  output(name: string): unknown;
  exports(): readonly { readonly name: string; readonly outputName: string }[];
  readonly notEmulated: readonly { readonly logicalId: string; readonly type: string }[];
}

/** What stacks read of each other. */
export interface StackLinks {
  /** `Fn::ImportValue`. @throws UnsupportedError naming an export that no stack has */
  imported(name: string, by: TemplateStack): unknown;
  /** `Fn::GetStackOutput`. @throws UnsupportedError naming an output that no stack has */
  outputOf(source: OutputSource, by: TemplateStack): unknown;
}

export interface OutputSource {
  readonly stackName: string;
  readonly outputName: string;
  readonly region: string | undefined;
}

export interface TemplateStackOptions
  extends Pick<TemplateStack, 'environment' | 'path' | 'template' | 'parameters' | 'parent'>,
    Omit<ResourceValuesOptions, 'isLeftOut'>,
    DynamicReferencesOptions {
  readonly links: StackLinks;
  /** Reads a stack that is nested in this one. */
  readonly nest: (
    logicalId: string,
    resource: TemplateResource,
    resolve: (value: unknown) => unknown,
    parent: TemplateStack,
  ) => TemplateStack;
}

/** Types that change nothing a caller could notice. */
const WITHOUT_EFFECT = ['AWS::CDK::Metadata'];
/** Types that could deny what the sandbox, leaving them out, would let through. */
const NOT_TO_BE_LEFT_OUT = ['AWS::Organizations::Policy'];
/** What it brings is worked out here; any other transform is a program that AWS runs. */
const KNOWN_TRANSFORMS = ['AWS::LanguageExtensions'];

/**
 * Gives every resource of the template its identity and resolves what refers to what.
 *
 * @throws UnsupportedError for a transform, for what could deny and is not emulated, and when something emulated depends
 * on something that is not; DeploymentError for what a rule of the template forbids; Error for resources that refer to
 * each other in a circle
 */
export function readTemplateStack(options: TemplateStackOptions): TemplateStack {
  const { template, environment, path, parameters, parent, resourceTypes, links, madeUpUses } = options;
  const { Mappings = {}, Outputs = {} } = template;
  const resources = new Map<string, StackResource>();
  const leftOut = new Map<string, StackResource>();
  const nestedStacks = new Map<string, TemplateStack>();
  refuseTransforms(template);

  const pseudo = pseudoParameters(environment);
  const beforeResources = {
    ref(name: string): unknown {
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      if (parameters.has(name)) return parameters.value(name);
      throw new UnsupportedError(`a reference to ${name} in stack ${path}`);
    },
    mapped: (map: string, topKey: string, secondKey: string) => entryOf(Mappings, [map, topKey, secondKey]),
  };
  const condition = refuseMadeUpConditions(readConditions(template, beforeResources), madeUpUses, path);
  const isThere = ({ Condition }: { readonly Condition?: string }) => Condition === undefined || condition(Condition);

  const scope: Scope = {
    ...beforeResources,
    condition,
    ref: (name) => (Object.hasOwn(template.Resources, name) ? values.ref(find(name)) : beforeResources.ref(name)),
    attribute(logicalId, name) {
      const resource = find(logicalId);
      if (resource.type !== NESTED_STACK) return values.attribute(resource, name);
      return nestedOf(logicalId).output(name.replace(/^Outputs\./, ''));
    },
    imported: (name) => links.imported(name, stack),
    outputOf: (stackName, outputName, region) => links.outputOf({ stackName, outputName, region }, stack),
  };
  const resolve = (value: unknown) => resolveIntrinsics(value, scope);

  const values = createResourceValues({ ...options, isLeftOut: ({ logicalId }) => leftOut.has(logicalId) });
  const find = (logicalId: string) => {
    const resource = resources.get(logicalId) ?? leftOut.get(logicalId);
    if (resource !== undefined) return resource;
    const type = template.Resources[logicalId]?.Type;
    const what =
      type === undefined ? '' : `, whose condition ${template.Resources[logicalId]?.Condition} does not hold`;
    throw new UnsupportedError(`a reference to ${logicalId} in stack ${path}${what}`);
  };
  /** Once it is asked for: what the parent hands in may rest on another nested stack. */
  const nestedOf = (logicalId: string): TemplateStack => {
    const nested =
      nestedStacks.get(logicalId) ?? options.nest(logicalId, there[logicalId] as TemplateResource, resolve, stack);
    nestedStacks.set(logicalId, nested);
    return nested;
  };
  const outputsThere = () => Object.entries(Outputs).filter(([, output]) => isThere(output));

  holdRules(template, `stack ${path}`, scope);
  const there = Object.fromEntries(
    Object.entries(template.Resources).filter(
      ([, resource]) => !WITHOUT_EFFECT.includes(resource.Type) && isThere(resource),
    ),
  );
  refuseWhatDenies(there);
  refuseDependencyCycle(there, path, condition);
  for (const [logicalId, resource] of Object.entries(there)) {
    const type = Object.hasOwn(resourceTypes, resource.Type) ? resourceTypes[resource.Type] : undefined;
    const name = `${resource.Type} ${logicalId} of stack ${path}`;
    const known = refuseMadeUp(resolve, madeUpUses, resource.Type, name);
    const whole = (value: unknown) => resolveDynamicReferences(known(value), name, options);
    const made = lazyResource(logicalId, resource, type ?? madeUpType(resource.Type), environment, whole);
    (type === undefined ? leftOut : resources).set(logicalId, made);
  }

  const stack: TemplateStack = {
    environment,
    path,
    template,
    parameters,
    parent,
    nested: () => idsOfType(there, NESTED_STACK).map(nestedOf),
    resources: [...resources.values()],
    outputs: () => Object.fromEntries(outputsThere().map(([name, { Value }]) => [name, String(resolve(Value))])),
    output(name) {
      const found = outputsThere().find(([known]) => known === name);
      if (found === undefined) throw new UnsupportedError(`the output ${name}, which stack ${path} does not have`);
      return resolve(found[1].Value);
    },
    exports: () =>
      outputsThere().flatMap(([outputName, { Export }]) =>
        Export === undefined ? [] : [{ name: String(resolve(Export.Name)), outputName }],
      ),
    notEmulated: Object.entries(there)
      .filter(([, resource]) => !isEmulated(resource, resourceTypes))
      .map(([logicalId, { Type }]) => ({ logicalId, type: Type })),
  };
  return stack;
}

function entryOf(mappings: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Record<string, unknown>)[key]
        : undefined,
    mappings,
  );
}

function idsOfType(resources: Template['Resources'], type: string): string[] {
  return Object.keys(resources).filter((logicalId) => resources[logicalId]?.Type === type);
}

function isEmulated({ Type, Properties = {} }: TemplateResource, resourceTypes: ResourceTypes): boolean {
  const type = Object.hasOwn(resourceTypes, Type) ? resourceTypes[Type] : undefined;
  return type !== undefined && type.idOnly !== true && type.isEmulated?.(Properties) !== false;
}

function refuseTransforms({ Transform, Resources }: Template): void {
  const unknown = [Transform ?? []].flat().find((name) => !KNOWN_TRANSFORMS.includes(String(name)));
  if (unknown !== undefined) throw new UnsupportedError(`the transform ${JSON.stringify(unknown)}`);
  // It stands where a logical ID does, and makes a resource of each item.
  const loop = Object.keys(Resources).find((key) => key.startsWith('Fn::'));
  if (loop !== undefined) throw new UnsupportedError(`${loop} among the resources`);
}

/** What decides what others may do must not be left out without a word. */
function refuseWhatDenies(resources: Template['Resources']): void {
  for (const [name, { Type }] of Object.entries(resources)) {
    if (NOT_TO_BE_LEFT_OUT.includes(Type)) throw new UnsupportedError(`${Type} ${name}`);
  }
}
