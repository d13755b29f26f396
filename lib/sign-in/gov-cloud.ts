import { createHash } from 'node:crypto';
import { Annotations, Stack, Token } from 'aws-cdk-lib';
import type { CfnRole, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** Says what AWS's guide to GovCloud says, where the stack is in it. */
export function warnAboutGovCloud(scope: Construct): void {
  const { region } = Stack.of(scope);
  if (!isIn(region, 'us-gov-')) return;
  Annotations.of(scope).addWarningV2(
    'cognito-iot-access:govCloud',
    `${region}: the stack has the principals, audiences and hosts that GovCloud has for Amazon Cognito. But AWS's guide ` +
      'says that in GovCloud Cognito identities cannot be used to grant permissions to users of AWS IoT ' +
      '(https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-iotcore.html). Ask AWS, and try it there first.',
  );
}

/** In us-gov-east-1, identity pools may be unable to assume roles whose names are longer than 20 characters; those that
 * CloudFormation makes up are. https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html */
export function nameShortly(role: Role): void {
  if (!isIn(Stack.of(role).region, 'us-gov-east-')) return;
  const name = createHash('sha256')
    .update(`${nameOfWhole(Stack.of(role))}/${role.node.path}`)
    .digest('hex');
  // An L2 of the CDK has its resource as its default child.
  (role.node.defaultChild as CfnRole).roleName = `Users-${name.slice(0, 12)}`;
}

/** Of nested stacks CloudFormation makes the name up. */
function nameOfWhole(stack: Stack): string {
  return stack.nestedStackParent ? nameOfWhole(stack.nestedStackParent) : stack.stackName;
}

function isIn(region: string, beginning: string): boolean {
  return !Token.isUnresolved(region) && region.startsWith(beginning);
}
