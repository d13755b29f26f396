import {
  CloudFormationClient,
  type CloudFormationClientConfig,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { DeploymentError } from './deployment-error.js';
import type { Outputs } from './outputs.js';

/**
 * The outputs of a deployed stack, as CloudFormation has them. It takes `cloudformation:DescribeStacks`.
 *
 * @throws DeploymentError for a stack that is not there
 */
export async function outputsOfStack(StackName: string, config: CloudFormationClientConfig): Promise<Outputs> {
  const client = new CloudFormationClient(config);
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    const { Outputs: found = [] } = Stacks[0] ?? {};
    return Object.fromEntries(found.map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]));
  } catch (error) {
    // It has no name of its own: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
    if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message)) {
      const remedy = 'look at the name, --profile and --region, or deploy it';
      throw new DeploymentError(`CloudFormation has no stack ${StackName} in this account and Region; ${remedy}`);
    }
    throw error;
  } finally {
    client.destroy();
  }
}
