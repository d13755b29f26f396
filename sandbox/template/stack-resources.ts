import { isSamePlace, type Place, placeOfStack, stacksOf } from './boot-environment.js';
import type { StackResource } from './lazy-resource.js';
import { createMadeUpUses } from './made-up-uses.js';
import { NESTED_STACK, nestedStackName, nestedStackType, readNestedStack } from './nested-stack.js';
import { parametersOfStack, readParameters, refuseUnknownParameters } from './parameters.js';
import type { Environment, ResourceTypes } from './resource-type.js';
import type { LateAttribute } from './resource-values.js';
import { createSecretValues, SECRET, secretType } from './secret-values.js';
import { createSsmValues, SSM_PARAMETER, ssmParameterType } from './ssm-values.js';
import { createStackLinks } from './stack-links.js';
import type { StackAssembly } from './template.js';
import { readTemplateStack, type TemplateStack, type TemplateStackOptions } from './template-stack.js';

export type { StackResource } from './lazy-resource.js';
export type { LateAttribute } from './resource-values.js';
export type { TemplateStack } from './template-stack.js';

/** All stacks of a boot as one: what services read. Each resource has the environment of its own stack. */
export interface StackResources {
  /** Region and account of all, and the name of the stack that the boot goes by. */
  readonly environment: Environment;
  /** Every emulated resource of this type. */
  ofType(type: string): readonly StackResource[];
  /** Every emulated resource of the stacks themselves. */
  readonly all: readonly StackResource[];
  /** The stacks, each followed by those that are nested in it. */
  readonly stacks: readonly TemplateStack[];
  /** The outputs of all; a name that several stacks have is `Stack.Name`. */
  outputs(): Record<string, string>;
  /** Resources that are left out; nothing that works may depend on one. */
  readonly notEmulated: readonly LeftOut[];
}

/** A resource that the sandbox leaves out. */
export interface LeftOut {
  /** `Backend`, or `Backend/Auth` for one that is nested in it. */
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Where it is not that its type is not emulated. */
  readonly reason?: string;
}

/** That a service leaves this resource out. */
export function leftOut({ stacks }: StackResources, resource: StackResource, reason: string): LeftOut {
  const { logicalId, type } = resource;
  const stack = stacks.find(({ resources }) => resources.includes(resource));
  return { stack: stack?.path ?? resource.environment.stackName, logicalId, type, reason };
}

/** What templates take from outside. */
export interface TemplateInputs {
  /** Values of parameters by `Name`, or by `Stack:Name` for one stack. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Values in Systems Manager's Parameter Store, by name. */
  readonly ssm?: Readonly<Record<string, string>>;
  /** Values of secrets in Secrets Manager, by name or ARN. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Values of attributes that are not known here, by `Stack/LogicalId.Attribute`; `Ref` is one, too. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Stacks that were deployed before: what they export can be imported. */
  readonly existing?: readonly StackAssembly[];
}

/**
 * Gives every resource of the stacks its identity and resolves what refers to what.
 *
 * @param place where the boot is: a stack of another Region or account is left out, but others may read its outputs
 * @param resourceTypes those that are emulated
 * @param lateAttribute asked for what a resource with late attributes does not fix
 * @throws as `readTemplateStack` and `readParameters`
 */
export function readStackResources(
  assembly: StackAssembly,
  place: Place,
  resourceTypes: ResourceTypes,
  lateAttribute: LateAttribute = () => undefined,
  inputs: TemplateInputs = {},
): StackResources {
  const { existing = [] } = inputs;
  const all = stacksOf(assembly);
  refuseUnknownParameters(
    inputs.parameters ?? {},
    all.map(({ stackName, template }) => ({ stack: stackName, declared: template.Parameters ?? {} })),
  );
  const isHere = (stack: StackAssembly) => isSamePlace(placeOfStack(stack, place), place);
  const booted: TemplateStack[] = [];
  const elsewhere = all.filter((stack) => !isHere(stack));
  // Only once something asks what they export.
  const unbooted = once(() => [...elsewhere.flatMap(readable), ...existing.flatMap(stacksOf).map((one) => read(one))]);
  /** One that is left out may lack what it would need: then nothing can be read of it. */
  const readable = (stack: StackAssembly): TemplateStack[] => {
    try {
      return [read(stack)];
    } catch {
      return [];
    }
  };
  const types = { ...resourceTypes, ...TEMPLATE_TYPES };
  const read = stackReader(place, types, lateAttribute, inputs, () => [...booted, ...unbooted()].flatMap(withNested));
  // One after the other: what conditions read is of those before.
  for (const stack of all.filter(isHere)) booted.push(read(stack));

  const stacks = booted.flatMap(withNested);
  const resources = stacks.flatMap((stack) => stack.resources);
  return {
    environment: { ...place, stackName: assembly.stackName },
    all: resources,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    stacks,
    outputs: () => unionOf(booted),
    notEmulated: [
      ...stacks.flatMap(({ path, notEmulated }) => notEmulated.map((resource) => ({ stack: path, ...resource }))),
      ...elsewhere.map((stack) => leftElsewhere(stack, placeOfStack(stack, place))),
    ],
  };
}

/** What templates know without a service: what other resources are told by them. */
const TEMPLATE_TYPES: ResourceTypes = {
  [NESTED_STACK]: nestedStackType,
  [SSM_PARAMETER]: ssmParameterType,
  [SECRET]: secretType,
};

/** Reads one stack of an assembly, and what is nested in it. */
function stackReader(
  place: Place,
  resourceTypes: ResourceTypes,
  lateAttribute: LateAttribute,
  { parameters: given = {}, ssm = {}, secrets = {}, attributes: givenAttributes = {} }: TemplateInputs,
  known: () => readonly TemplateStack[],
): (assembly: StackAssembly) => TemplateStack {
  const links = createStackLinks(known);
  const ofType = (type: string) => known().flatMap(({ resources }) => resources.filter((own) => own.type === type));
  const ssmValue = createSsmValues(ssm, () => ofType(SSM_PARAMETER));
  const { value: secretValue, isKnown: isKnownSecret } = createSecretValues(secrets, () => ofType(SECRET));
  const madeUpUses = createMadeUpUses();
  return (assembly) => {
    const shared = {
      resourceTypes,
      lateAttribute,
      links,
      givenAttributes,
      madeUpUses,
      ssmValue,
      secretValue,
      isKnownSecret,
    };
    const nest: TemplateStackOptions['nest'] = (logicalId, resource, resolve, parent) => {
      const path = `${parent.path}/${logicalId}`;
      const { template, given: handedIn } = readNestedStack(path, resource, assembly, resolve);
      const environment = { ...parent.environment, stackName: nestedStackName({ ...parent, logicalId }) };
      const declared = template.Parameters ?? {};
      const parameters = readParameters({ stack: path, declared, given: handedIn, ssmValue });
      return readTemplateStack({ ...shared, nest, template, environment, path, parameters, parent });
    };
    const { stackName, template } = assembly;
    const declared = template.Parameters ?? {};
    const own = parametersOfStack(stackName, declared, given);
    const parameters = readParameters({ stack: stackName, declared, given: own, ssmValue });
    const environment = { ...placeOfStack(assembly, place), stackName };
    return readTemplateStack({
      ...shared,
      nest,
      template,
      environment,
      path: stackName,
      parameters,
      parent: undefined,
    });
  };
}

function withNested(stack: TemplateStack): TemplateStack[] {
  return [stack, ...stack.nested().flatMap(withNested)];
}

function unionOf(stacks: readonly TemplateStack[]): Record<string, string> {
  const outputs = stacks.flatMap((stack) =>
    Object.entries(stack.outputs()).map(([name, value]) => ({ stack: stack.path, name, value })),
  );
  const isAlone = (name: string) => outputs.filter((output) => output.name === name).length === 1;
  return Object.fromEntries(
    outputs.map(({ stack, name, value }) => [isAlone(name) ? name : `${stack}.${name}`, value]),
  );
}

function leftElsewhere({ stackName }: StackAssembly, { region, accountId }: Place): LeftOut {
  const reason = `it is for aws://${accountId}/${region}, and this sandbox is not: boot it with --stack or --region`;
  return { stack: stackName, logicalId: stackName, type: NESTED_STACK, reason };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
