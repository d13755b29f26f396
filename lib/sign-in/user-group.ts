import { CfnUserPoolGroup } from 'aws-cdk-lib/aws-cognito';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { IotAccessPolicy } from '../access/iot-access-policy.js';
import { defined } from '../defined.js';
import type { CognitoSignIn } from './cognito-sign-in.js';
import { createCognitoRole } from './identity-pool.js';
import type { PrincipalTags } from './principal-tags.js';

export interface UserGroupProps {
  /** One of the policy's `groups`. */
  readonly groupName: string;
  /** Who is in several groups acts as the one with the lowest number; among equals, or without any, as in no group.
   * @default none */
  readonly precedence?: number;
  readonly signIn: CognitoSignIn;
  /** What all users have attached; it gives the group's role the group's own access. */
  readonly policy: IotAccessPolicy;
  readonly principalTags?: PrincipalTags;
}

/**
 * A group of the user pool with a role of its own. Whoever is in it gets the role with the next credentials; the IoT
 * policy is the same for all.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 */
export class UserGroup extends Construct {
  readonly groupName: string;
  /** What members act as. */
  readonly role: IRole;

  constructor(scope: Construct, id: string, props: UserGroupProps) {
    super(scope, id);
    const { groupName, precedence, signIn, policy, principalTags } = props;
    this.groupName = groupName;
    this.role = createCognitoRole(this, 'Role', {
      identityPoolId: signIn.identityPoolId,
      description: `What members of the group ${groupName} may do`,
      ...defined({ principalTags }),
    });
    policy.grantAccess(this.role, groupName);
    new CfnUserPoolGroup(this, 'Group', {
      groupName,
      userPoolId: signIn.userPool.userPoolId,
      roleArn: this.role.roleArn,
      ...defined({ precedence }),
    });
  }
}
