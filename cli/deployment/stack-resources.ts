import {
  CloudFormationClient,
  type CloudFormationClientConfig,
  paginateDescribeStacks,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { DeploymentError } from './deployment-error.js';
import type { Outputs } from './outputs.js';

/** A resource of a deployed stack. */
export interface DeployedResource {
  /** `AWS::Lambda::Function`. */
  readonly type: string;
  readonly logicalId: string;
  readonly physicalId: string;
}

/**
 * The resources of the stack that has these outputs. It takes `cloudformation:DescribeStacks` and
 * `cloudformation:ListStackResources`.
 *
 * @throws DeploymentError where no stack has them
 */
export async function stackResources(
  outputs: Outputs,
  config: CloudFormationClientConfig,
): Promise<DeployedResource[]> {
  const client = new CloudFormationClient(config);
  try {
    const StackName = await stackOf(outputs, client);
    const found: DeployedResource[] = [];
    for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName })) {
      for (const { ResourceType = '', LogicalResourceId = '', PhysicalResourceId = '' } of StackResourceSummaries) {
        found.push({ type: ResourceType, logicalId: LogicalResourceId, physicalId: PhysicalResourceId });
      }
    }
    return found;
  } finally {
    client.destroy();
  }
}

/** The name of the IoT policy is of one stack alone; pools may be shared. */
async function stackOf({ IotPolicyName }: Outputs, client: CloudFormationClient): Promise<string> {
  for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {})) {
    const stack = Stacks.find(({ Outputs = [] }) =>
      Outputs.some(({ OutputKey, OutputValue }) => OutputKey === 'IotPolicyName' && OutputValue === IotPolicyName),
    );
    if (stack?.StackName !== undefined) return stack.StackId ?? stack.StackName;
  }
  const remedy = 'look at --profile and --region';
  throw new DeploymentError(
    `no stack of this account and Region has the output IotPolicyName ${IotPolicyName}; ${remedy}`,
  );
}
