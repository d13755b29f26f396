import { z } from 'zod';
import { AwsError, UnsupportedError } from '../base/errors.js';
import { type Operation, type OperationSettings, operationsOf, type ResourceOf } from '../service/operation.js';
import type { SandboxOptions } from '../service/sandbox-options.js';
import type { StackResource, StackResources } from '../template/stack-resources.js';

/** What the operations need. */
export interface StackParts {
  readonly resources: StackResources;
  readonly options: Pick<SandboxOptions, 'assembly' | 'existing'>;
  /** With the sandbox's addresses: they are what a client of this stack has to call. */
  readonly outputs: () => Readonly<Record<string, string>>;
  /** When the sandbox was started. */
  readonly deployedAt: Date;
}

const operationOf = operationsOf();

function operation<F extends z.ZodRawShape>(
  settings: OperationSettings<{ readonly iam: ResourceOf }, F, never>,
): Operation {
  return operationOf({ ...settings, name: `cloudformation:${settings.name}` });
}

/** A name or an ARN. */
const stackName = z.string().min(1).max(2048);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
export function describeStacks(parts: StackParts): Operation {
  const { resources, options, outputs, deployedAt } = parts;
  const { Outputs = {}, Description } = options.assembly.template;
  return operation({
    name: 'DescribeStacks',
    access: ofStack(parts),
    // One stack is a page.
    fields: { StackName: stackName.optional() },
    run({ StackName }) {
      if (StackName !== undefined) requireStack(parts, StackName);
      const stack = {
        StackId: stackId(parts),
        StackName: resources.environment.stackName,
        Description,
        CreationTime: deployedAt,
        StackStatus: 'CREATE_COMPLETE',
        DisableRollback: false,
        Parameters: resources.parameters().map(({ name, value }) => ({ ParameterKey: name, ParameterValue: value })),
        Outputs: Object.entries(outputs()).map(([OutputKey, OutputValue]) => ({
          OutputKey,
          OutputValue,
          Description: Outputs[OutputKey]?.Description,
        })),
      };
      return { Stacks: [stack] };
    },
  });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html */
export function describeStackResources(parts: StackParts): Operation {
  return operation({
    name: 'DescribeStackResources',
    access: ofStack(parts),
    fields: {
      StackName: stackName.optional(),
      LogicalResourceId: z.string().optional(),
      PhysicalResourceId: z.string().optional(),
    },
    run({ StackName, LogicalResourceId, PhysicalResourceId }) {
      if ((StackName === undefined) === (PhysicalResourceId === undefined)) {
        const message = 'Either StackName or PhysicalResourceId must be specified, and not both.';
        throw new AwsError('ValidationError', message);
      }
      if (StackName !== undefined) requireStack(parts, StackName);
      const found = parts.resources.all.filter(
        ({ logicalId, physicalId }) =>
          (LogicalResourceId ?? logicalId) === logicalId && (PhysicalResourceId ?? physicalId) === physicalId,
      );
      if (found.length === 0 && PhysicalResourceId !== undefined) {
        throw new AwsError('ValidationError', `Stack for ${PhysicalResourceId} does not exist`);
      }
      return { StackResources: found.map((resource) => ({ ...inStack(parts), ...described(parts, resource) })) };
    },
  });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResource.html */
export function describeStackResource(parts: StackParts): Operation {
  return operation({
    name: 'DescribeStackResource',
    access: ofStack(parts),
    fields: { StackName: stackName, LogicalResourceId: z.string() },
    run({ StackName, LogicalResourceId }) {
      requireStack(parts, StackName);
      const found = parts.resources.all.find(({ logicalId }) => logicalId === LogicalResourceId);
      if (found === undefined) throw unknownResource(parts, LogicalResourceId);
      const { Timestamp, ...resource } = described(parts, found);
      return { StackResourceDetail: { ...inStack(parts), ...resource, LastUpdatedTimestamp: Timestamp } };
    },
  });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html */
export function listStackResources(parts: StackParts): Operation {
  return operation({
    name: 'ListStackResources',
    access: ofStack(parts),
    // They come as one page.
    fields: { StackName: stackName },
    run({ StackName }) {
      requireStack(parts, StackName);
      const summaries = parts.resources.all.map((resource) => {
        const { Timestamp, ...summary } = described(parts, resource);
        return { ...summary, LastUpdatedTimestamp: Timestamp };
      });
      return { StackResourceSummaries: summaries };
    },
  });
}

/** Who names no stack asks for all of them. */
function ofStack({ resources }: StackParts): { readonly iam: ResourceOf } {
  const { region, accountId } = resources.environment;
  return {
    iam(member) {
      const name = member('StackName');
      if (name === '' || name.startsWith('arn:')) return name || '*';
      return `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/*`;
    },
  };
}

/** As `AWS::StackId` is in the template. */
function stackId({ resources: { environment } }: StackParts): string {
  const { region, accountId, stackName: name } = environment;
  return `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/sandbox`;
}

function inStack(parts: StackParts): object {
  return { StackName: parts.resources.environment.stackName, StackId: stackId(parts) };
}

function described({ deployedAt }: StackParts, { logicalId, physicalId, type }: StackResource) {
  return {
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    Timestamp: deployedAt,
    ResourceStatus: 'CREATE_COMPLETE',
  };
}

/** @throws AwsError for a stack that is not there */
function requireStack(parts: StackParts, asked: string): void {
  if (asked === parts.resources.environment.stackName || asked === stackId(parts)) return;
  const isExisting = parts.options.existing?.some(({ stackName: name }) => asked === name) ?? false;
  if (isExisting) throw new UnsupportedError(`a description of ${asked}, of which it has pools and roles alone`);
  throw new AwsError('ValidationError', `Stack with id ${asked} does not exist`);
}

function unknownResource({ resources }: StackParts, logicalId: string): AwsError {
  const left = resources.notEmulated.find((resource) => resource.logicalId === logicalId);
  if (left !== undefined) return new UnsupportedError(`${left.type} ${logicalId}`);
  const { stackName: name } = resources.environment;
  return new AwsError('ValidationError', `Resource ${logicalId} does not exist for stack ${name}`);
}
