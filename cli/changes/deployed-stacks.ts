import {
  CloudFormationClient,
  type CloudFormationClientConfig,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import type { StackAssembly } from '../../sandbox/index.js';
import { sandboxAccess } from '../deployment/sandbox-access.js';
import type { ChangesCommandOptions } from './changes-report.js';
import type { DeployedStack } from './compare-stack.js';
import { parseTemplate } from './parse-template.js';

type Where = Pick<ChangesCommandOptions, 'sandbox' | 'profile' | 'region'>;

/** A stack of which nothing is there: it was never made, or its making was rolled back. */
const NOTHING_THERE = ['REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_COMPLETE'];

/** Asks CloudFormation, with the credentials that the AWS SDK finds, or those of a sandbox. It takes
 * `cloudformation:DescribeStacks`, `GetTemplate`, and `DescribeStackResource` where stacks are nested. */
export async function deployedStacks({
  sandbox,
  profile,
  region,
}: Where): Promise<(stack: StackAssembly) => DeployedStack> {
  // Of the SDK's future versions, on each call: this command has its own version of it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ||= 'true';
  const local = sandbox === undefined ? undefined : await sandboxAccess(sandbox);
  return ({ environment }) => {
    const where = region ?? (local ? local.outputs.Region : environment?.region);
    const config: CloudFormationClientConfig = {
      ...(where !== undefined && { region: where }),
      ...(profile !== undefined && { profile }),
      ...(local && { endpoint: local.endpoint, credentials: local.credentials }),
    };
    return deployedStack(new CloudFormationClient(config));
  };
}

function deployedStack(client: CloudFormationClient): DeployedStack {
  return {
    async template(StackName) {
      const status = await statusOf(client, StackName);
      if (status === undefined || NOTHING_THERE.includes(status)) return undefined;
      const { TemplateBody = '' } = await client.send(new GetTemplateCommand({ StackName }));
      return parseTemplate(TemplateBody, `what is deployed as ${StackName}`);
    },
    async nestedStack(StackName, LogicalResourceId) {
      const { StackResourceDetail } = await client.send(
        new DescribeStackResourceCommand({ StackName, LogicalResourceId }),
      );
      const { PhysicalResourceId } = StackResourceDetail ?? {};
      if (PhysicalResourceId !== undefined) return PhysicalResourceId;
      throw new Error(`CloudFormation names no stack for ${LogicalResourceId} of ${StackName}`);
    },
  };
}

async function statusOf(client: CloudFormationClient, StackName: string): Promise<string | undefined> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    return Stacks[0]?.StackStatus;
  } catch (error) {
    // The one error that has no name of its own: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
    if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message))
      return undefined;
    throw error;
  }
}
