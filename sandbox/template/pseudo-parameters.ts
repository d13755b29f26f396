import { partitionOf } from './partition.js';
import type { Environment } from './resource-type.js';

/**
 * What CloudFormation says of a stack without being told.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html
 */
export function pseudoParameters({ stackName, region, accountId }: Environment): Readonly<Record<string, unknown>> {
  const partition = partitionOf(region);
  return {
    'AWS::Region': region,
    'AWS::AccountId': accountId,
    'AWS::Partition': partition.name,
    'AWS::URLSuffix': partition.urlSuffix,
    'AWS::StackName': stackName,
    'AWS::StackId': stackId({ stackName, region, accountId }),
    'AWS::NotificationARNs': [],
    'AWS::NoValue': undefined,
  };
}

/** Its ARN; the last part would be a UUID on AWS. */
export function stackId({ stackName, region, accountId }: Environment): string {
  return `arn:${partitionOf(region).name}:cloudformation:${region}:${accountId}:stack/${stackName}/sandbox`;
}
