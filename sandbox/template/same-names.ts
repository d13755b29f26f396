import { DeploymentError } from '../base/errors.js';
import type { StackResources } from './stack-resources.js';

/** Types whose names there are once in a Region of an account. */
const NAMED_ONCE: readonly string[] = [
  'AWS::Cognito::UserPoolDomain',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Role',
  'AWS::IoT::Policy',
  'AWS::Lambda::Function',
];

const PAGE = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html';

/**
 * Refuses two resources that have the same name, of which CloudFormation would make the first alone.
 *
 * @throws DeploymentError
 */
export function refuseSameNames({ stacks }: StackResources): void {
  const known = new Map<string, string>();
  for (const { path, resources } of stacks) {
    for (const { type, logicalId, physicalId } of resources) {
      if (!NAMED_ONCE.includes(type)) continue;
      const where = `${logicalId} of stack ${path}`;
      const before = known.get(`${type} ${physicalId}`);
      if (before !== undefined) {
        throw new DeploymentError(
          `the name ${physicalId} of ${type} ${where}`,
          `a name that ${before} does not have`,
          PAGE,
        );
      }
      known.set(`${type} ${physicalId}`, where);
    }
  }
}
