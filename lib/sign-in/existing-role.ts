import { Token } from 'aws-cdk-lib';
import { type IRole, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * A role that there is, in a scope of our own: what is granted to it becomes a policy there. Statements that are added
 * to the construct of another stack stand in that stack and name resources of ours, so that each waits for the other.
 * Between nested stacks synthesis does not notice, and CloudFormation refuses the deployment.
 */
export function existingRole(scope: Construct, id: string, roleArn: string, role: IRole | undefined): IRole {
  // An ARN that is known no sooner than at deployment does not tell the role's path from its name.
  return role && Token.isUnresolved(roleArn)
    ? Role.fromRoleName(scope, id, role.roleName)
    : Role.fromRoleArn(scope, id, roleArn);
}
