import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnUserPoolGroup } from 'aws-cdk-lib/aws-cognito';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { IotAccessPolicy } from '../access/iot-access-policy.js';
import { defined } from '../defined.js';
import { SettingsError } from '../settings-error.js';
import type { CognitoSignIn } from './cognito-sign-in.js';
import { existingGroupProblems } from './existing-problems.js';
import { existingRole } from './existing-role.js';
import type { ExistingSignIn } from './existing-sign-in.js';
import { createCognitoRole, waitForRoles } from './identity-pool.js';
import { keepSignIn } from './keep-sign-in.js';
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
  /** What there is already; where it has an identity pool, the group and its role are there, too.
   * @default the group and its role are made */
  readonly existing?: ExistingSignIn;
  /** Applied to the group and its role. @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A group of the user pool with a role of its own, made or there already. Whoever is in it gets the role with the next
 * credentials; the IoT policy is the same for all.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 */
export class UserGroup extends Construct {
  readonly groupName: string;
  /** What members act as. */
  readonly role: IRole;

  constructor(scope: Construct, id: string, props: UserGroupProps) {
    super(scope, id);
    const { groupName, precedence, signIn, policy, principalTags, existing } = props;
    this.groupName = groupName;
    if (existing?.identityPoolId !== undefined) {
      this.role = this.roleOfExisting(existing);
      policy.grantAccess(this.role, groupName);
      return;
    }
    this.role = createCognitoRole(this, 'Role', {
      identityPoolId: signIn.identityPoolId,
      description: `What members of the group ${groupName} may do`,
      // Only the user pool says who is in a group, so nobody else's users may act as one, whatever role they ask for.
      identities: defined({ userPool: signIn.userPool, developerProvider: signIn.developerProvider }),
      ...defined({ principalTags }),
    });
    policy.grantAccess(this.role, groupName);
    waitForRoles(signIn.node.tryFindChild('PrincipalTags'), [this.role]);
    new CfnUserPoolGroup(this, 'Group', {
      groupName,
      userPoolId: signIn.userPool.userPoolId,
      roleArn: this.role.roleArn,
      ...defined({ precedence }),
    });
    keepSignIn(this, props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }

  /** Throws a SettingsError where the role is not known. */
  private roleOfExisting(existing: ExistingSignIn): IRole {
    const { groupName } = this;
    const problems = existingGroupProblems(existing, [{ name: groupName }]);
    if (problems.length > 0) throw new SettingsError(problems);
    const roleArn = existing.groupRoleArns?.[groupName] ?? '';
    return existingRole(this, 'Role', roleArn, existing.constructs?.groupRoles?.[groupName]);
  }
}
