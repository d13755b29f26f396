import { ArnFormat, Aspects, Aws, CfnResource, Fn, Stack, Token } from 'aws-cdk-lib';
import { type IRole, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import { SettingsError } from '../settings-error.js';

/**
 * A role that there is, in a scope of our own: what is granted to it becomes a policy there. Statements that are added
 * to the construct of another stack stand in that stack and name resources of ours, so that each waits for the other.
 * Between nested stacks synthesis does not notice, and CloudFormation refuses the deployment.
 *
 * Throws a SettingsError for a role of another account: the CDK would leave out what is granted to it, without a word.
 */
export function existingRole(scope: Construct, id: string, roleArn: string, given: IRole | undefined): IRole {
  checkAccount(scope, roleArn);
  // An ARN that is known no sooner than at deployment does not tell the role's path from its name.
  const role =
    given && Token.isUnresolved(roleArn)
      ? Role.fromRoleName(scope, id, given.roleName)
      : Role.fromRoleArn(scope, id, roleArn);
  Aspects.of(role).add({ visit: nameByStack });
  return role;
}

function checkAccount(scope: Construct, roleArn: string): void {
  const { account: own } = Stack.of(scope);
  if (Token.isUnresolved(own) || Token.isUnresolved(roleArn)) return;
  const { account } = Stack.of(scope).splitArn(roleArn, ArnFormat.SLASH_RESOURCE_NAME);
  if (account === own) return;
  const what = `given ${roleArn}, a role of another account than the stack's, which is ${own}; give one of that account`;
  throw new SettingsError([{ where: 'existing', what }]);
}

/**
 * A role has one policy of each name, and whoever puts it there replaces another's of that name without a word: a second
 * stack of the same app would take the first one's policy away from the role that they share.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 */
function nameByStack(node: IConstruct): void {
  if (!CfnResource.isCfnResource(node) || node.cfnResourceType !== 'AWS::IAM::Policy') return;
  // The last part of a stack's ID, which is of one length; a stack's name may be as long as a policy's.
  const ofStack = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  const name = Stack.of(node).getLogicalId(node).slice(-80);
  node.addPropertyOverride('PolicyName', Fn.join('-', [name, ofStack]));
}
