import type { StackAssembly } from './assembly.js';
import { parametersOfStack, readParameters, refuseUnknownParameters } from './parameters.js';
import type { Environment, ResourceTypes } from './resource-type.js';
import { createSsmValues } from './ssm-values.js';
import { type LateAttribute, readTemplateStack, type StackResource } from './template-stack.js';

export type { LateAttribute, StackResource } from './template-stack.js';

export interface StackResources {
  readonly environment: Environment;
  /** Every emulated resource of this type. */
  ofType(type: string): readonly StackResource[];
  /** Every emulated resource of the stack itself. */
  readonly all: readonly StackResource[];
  /** The stack's outputs, resolved. */
  outputs(): Record<string, string>;
  /** The stack's parameters, as views may show them. */
  parameters(): readonly { readonly name: string; readonly value: string }[];
  /** Resources whose type the sandbox does not emulate; nothing that works may depend on one. */
  readonly notEmulated: readonly { readonly logicalId: string; readonly type: string }[];
}

/** What a template takes from outside. */
export interface TemplateInputs {
  /** Values of parameters by `Name`, or by `Stack:Name` for one stack. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Values in Systems Manager's Parameter Store, by name. */
  readonly ssm?: Readonly<Record<string, string>>;
}

/**
 * Gives every resource of the template its identity and resolves what refers to what.
 *
 * @param resourceTypes those that are emulated
 * @param lateAttribute asked for what a resource with late attributes does not fix
 * @throws as `readTemplateStack` and `readParameters`
 */
export function readStackResources(
  { template, stackName }: StackAssembly,
  { region, accountId }: Omit<Environment, 'stackName'>,
  resourceTypes: ResourceTypes,
  lateAttribute: LateAttribute = () => undefined,
  { parameters: given = {}, ssm = {} }: TemplateInputs = {},
): StackResources {
  const environment = { stackName, region, accountId };
  const declared = template.Parameters ?? {};
  refuseUnknownParameters(given, [{ stack: stackName, declared }]);
  const parameters = readParameters({
    stack: stackName,
    declared,
    given: parametersOfStack(stackName, declared, given),
    ssmParameter: createSsmValues(ssm),
  });
  const stack = readTemplateStack({ template, environment, parameters, resourceTypes, lateAttribute });
  return {
    environment,
    all: stack.resources,
    ofType: (type) => stack.resources.filter((resource) => resource.type === type),
    outputs: stack.outputs,
    parameters: parameters.shown,
    notEmulated: stack.notEmulated,
  };
}
