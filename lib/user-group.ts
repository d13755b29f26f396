import type { RemovalPolicy } from 'aws-cdk-lib';
import { CfnUserPoolGroup } from 'aws-cdk-lib/aws-cognito';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { CognitoSignIn } from './cognito-sign-in.js';
import { createCognitoRole } from './identity-pool.js';
import { IotAccessPolicy } from './iot-access-policy.js';
import type { PrincipalTags } from './principal-tags.js';
import type { Problem } from './settings-error.js';
import type { TopicAccess } from './topic-access.js';

/** A group of users, and what its members may do in place of what all others may. */
export interface GroupAccess {
  /** Letters, digits, "_", "." and "-". */
  readonly name: string;
  /** @default as for all other users */
  readonly access?: TopicAccess;
  /** Who is in several groups acts as the one with the lowest number; among equals, or without any, as in no group.
   * @default none */
  readonly precedence?: number;
}

export interface UserGroupProps {
  readonly group: GroupAccess;
  readonly signIn: CognitoSignIn;
  readonly principalTags?: PrincipalTags;
  /** Where the group stands in the settings, for messages. */
  readonly where: string;
  /** Applied to the IoT policy. @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A group of the user pool with a role and an IoT policy of its own. Whoever is in it gets the role with the next
 * credentials, and with the role the policy at the next call of the API.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 */
export class UserGroup extends Construct {
  readonly groupName: string;
  readonly role: IRole;
  readonly policy: IotAccessPolicy;
  readonly access: TopicAccess | undefined;

  constructor(scope: Construct, id: string, props: UserGroupProps) {
    super(scope, id);
    const { group, signIn, principalTags, where, removalPolicy } = props;
    this.groupName = group.name;
    this.access = group.access;
    this.role = createCognitoRole(this, 'Role', {
      identityPoolId: signIn.identityPoolId,
      description: `What members of the group ${group.name} may do`,
      principalTags,
    });
    this.policy = new IotAccessPolicy(this, 'Policy', {
      access: group.access,
      principalTags,
      where: `${where}.access`,
      removalPolicy,
    });
    this.policy.grantAccess(this.role);
    new CfnUserPoolGroup(this, 'Group', {
      groupName: group.name,
      userPoolId: signIn.userPool.userPoolId,
      precedence: group.precedence,
      roleArn: this.role.roleArn,
    });
  }
}

/** Every problem of the groups' names; their accesses are checked by the constructs that render them. */
export function groupProblems(groups: readonly GroupAccess[]): Problem[] {
  return groups.flatMap(({ name }, index) => {
    const where = `groups[${index}].name`;
    if (!/^[\w.-]{1,128}$/.test(name)) {
      const allowed = 'allowed: up to 128 letters, digits, "_", "." and "-"';
      return [{ where, what: `given ${JSON.stringify(name)}; ${allowed}` }];
    }
    const first = groups.findIndex((group) => group.name === name);
    return first < index ? [{ where, what: `given ${JSON.stringify(name)}, which groups[${first}] has` }] : [];
  });
}
