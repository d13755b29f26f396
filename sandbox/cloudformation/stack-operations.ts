import { z } from 'zod';
import { AwsError } from '../base/errors.js';
import { type Operation, type OperationSettings, operationsOf, type ResourceOf } from '../service/operation.js';
import { stackId } from '../template/pseudo-parameters.js';
import type { StackResource, TemplateStack } from '../template/stack-resources.js';
import { inStack, ofStack, requireResource, requireStack, type StackParts } from './stacks.js';

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
  return operation({
    name: 'DescribeStacks',
    access: ofStack(parts),
    // They are one page.
    fields: { StackName: stackName.optional() },
    run({ StackName }) {
      const asked = StackName === undefined ? parts.resources.stacks : [requireStack(parts, StackName)];
      return { Stacks: asked.map((stack) => describedStack(parts, stack)) };
    },
  });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html */
export function getTemplate(parts: StackParts): Operation {
  return operation({
    name: 'GetTemplate',
    access: ofStack(parts),
    // There are no change sets. The stages are the same: no transform that AWS would run is let in.
    fields: { StackName: stackName, TemplateStage: z.enum(['Original', 'Processed']).optional() },
    run({ StackName }) {
      const { template } = requireStack(parts, StackName);
      return { TemplateBody: JSON.stringify(template), StagesAvailable: ['Original', 'Processed'] };
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
      const stack =
        StackName === undefined ? stackOfResource(parts, PhysicalResourceId ?? '') : requireStack(parts, StackName);
      // By a resource's own ID AWS describes all that are in its stack; here it is that one.
      const found = stack.resources.filter(
        ({ logicalId, physicalId }) =>
          (LogicalResourceId ?? logicalId) === logicalId && (PhysicalResourceId ?? physicalId) === physicalId,
      );
      return { StackResources: found.map((resource) => ({ ...inStack(stack), ...described(parts, resource) })) };
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
      const stack = requireStack(parts, StackName);
      const { Timestamp, ...resource } = described(parts, requireResource(parts, stack, LogicalResourceId));
      return { StackResourceDetail: { ...inStack(stack), ...resource, LastUpdatedTimestamp: Timestamp } };
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
      const summaries = requireStack(parts, StackName).resources.map((resource) => {
        const { Timestamp, ...summary } = described(parts, resource);
        return { ...summary, LastUpdatedTimestamp: Timestamp };
      });
      return { StackResourceSummaries: summaries };
    },
  });
}

function describedStack({ localOutputs, deployedAt }: StackParts, stack: TemplateStack): object {
  const { Outputs = {}, Description } = stack.template;
  const exported = new Map(stack.exports().map(({ name, outputName }) => [outputName, name]));
  const parent =
    stack.parent === undefined ? {} : { ParentId: stackId(stack.parent.environment), RootId: rootId(stack) };
  return {
    ...inStack(stack),
    ...parent,
    Description,
    Parameters: stack.parameters.shown().map(({ name, value }) => ({ ParameterKey: name, ParameterValue: value })),
    CreationTime: deployedAt,
    StackStatus: 'CREATE_COMPLETE',
    DisableRollback: false,
    Outputs: Object.entries(localOutputs(stack.outputs())).map(([OutputKey, OutputValue]) => ({
      OutputKey,
      OutputValue,
      Description: Outputs[OutputKey]?.Description,
      ExportName: exported.get(OutputKey),
    })),
  };
}

function rootId({ environment, parent }: TemplateStack): string {
  return parent === undefined ? stackId(environment) : rootId(parent);
}

/** @throws AwsError for an ID that no stack has */
function stackOfResource({ resources }: StackParts, physicalId: string): TemplateStack {
  const found = resources.stacks.find((stack) =>
    stack.resources.some((resource) => resource.physicalId === physicalId),
  );
  if (found !== undefined) return found;
  throw new AwsError('ValidationError', `Stack for ${physicalId} does not exist`);
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
