import { AwsError, UnsupportedError } from '../base/errors.js';
import type { ResourceOf } from '../service/operation.js';
import type { SandboxOptions } from '../service/sandbox-options.js';
import { partitionOf } from '../template/partition.js';
import { stackId } from '../template/pseudo-parameters.js';
import type { StackResource, StackResources, TemplateStack } from '../template/stack-resources.js';

/** What the operations need. */
export interface StackParts {
  readonly resources: StackResources;
  readonly options: Pick<SandboxOptions, 'existing'>;
  /** Values with the sandbox's addresses: they are what a client of a stack has to call. */
  readonly localOutputs: (outputs: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  /** When the sandbox was started. */
  readonly deployedAt: Date;
}

/** Who names no stack asks for all of them. */
export function ofStack({ resources }: StackParts): { readonly iam: ResourceOf } {
  const { region, accountId } = resources.environment;
  return {
    iam(member) {
      const name = member('StackName');
      if (name === '' || name.startsWith('arn:')) return name || '*';
      return `arn:${partitionOf(region).name}:cloudformation:${region}:${accountId}:stack/${name}/*`;
    },
  };
}

/** @throws AwsError for a stack that is not there */
export function requireStack({ resources, options }: StackParts, asked: string): TemplateStack {
  const found = resources.stacks.find(
    ({ environment }) => asked === environment.stackName || asked === stackId(environment),
  );
  if (found !== undefined) return found;
  const isExisting = options.existing?.some(({ stackName: name }) => asked === name) ?? false;
  if (isExisting) throw new UnsupportedError(`a description of ${asked}, of which it has pools and roles alone`);
  throw new AwsError('ValidationError', `Stack with id ${asked} does not exist`);
}

/** @throws AwsError for a resource that the stack does not have, or that is left out */
export function requireResource({ resources }: StackParts, stack: TemplateStack, logicalId: string): StackResource {
  const found = stack.resources.find((resource) => resource.logicalId === logicalId);
  if (found !== undefined) return found;
  const left = resources.notEmulated.find((other) => other.stack === stack.path && other.logicalId === logicalId);
  if (left !== undefined) throw new UnsupportedError(`${left.type} ${logicalId}`);
  const { stackName } = stack.environment;
  throw new AwsError('ValidationError', `Resource ${logicalId} does not exist for stack ${stackName}`);
}

/** What every answer about a resource says of its stack. */
export function inStack({ environment }: TemplateStack): { readonly StackName: string; readonly StackId: string } {
  return { StackName: environment.stackName, StackId: stackId(environment) };
}
