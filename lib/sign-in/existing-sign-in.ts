import type { IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { defined } from '../defined.js';
import type { AmplifyAuth } from './amplify-auth.js';
import type { ExistingIds } from './existing-problems.js';

/** An identity pool that takes tokens of the app client, and what it gives. It keeps its own role attachment. */
export interface ExistingIdentityPool {
  readonly userPoolId: string;
  /** App client of that user pool, without a secret. */
  readonly userPoolClientId: string;
  readonly identityPoolId: string;
  /** The role that the identity pool gives to signed-in users. The stack adds a policy to it. */
  readonly authenticatedRoleArn: string;
  /** The role that the identity pool gives to guests; for `guests` only. @default none */
  readonly unauthenticatedRoleArn?: string;
  /** The role that members of a group get, by the group's name; for `groups` only. @default none */
  readonly groupRoleArns?: { readonly [group: string]: string };
}

/** The same as constructs, of this stack or of any other. Whatever is granted to a role is a policy in the stack of
 * `IotAccess`: a statement in the other one would make each of the two wait for the other. */
export interface ExistingConstructs {
  readonly userPool: IUserPool;
  /** App client of that user pool, without a secret. */
  readonly userPoolClient: IUserPoolClient;
  readonly identityPool: GivenIdentityPool;
  /** The role that the identity pool gives to signed-in users. */
  readonly authenticatedRole: IRole;
  /** The role that the identity pool gives to guests; for `guests` only. @default none */
  readonly unauthenticatedRole?: IRole;
  /** The role that members of a group get, by the group's name; for `groups` only. @default none */
  readonly groupRoles?: { readonly [group: string]: IRole };
}

/** The identity pool: AWS's construct (`IIdentityPool`), the CloudFormation resource (`CfnIdentityPool`), or
 * `{ identityPoolId }`. What it allows is looked at where it was made in this app. */
export interface GivenIdentityPool {
  readonly identityPoolId?: string;
  /** Of the CloudFormation resource: the ID. */
  readonly ref?: string;
}

/** What there is already. It is used as it is and never changed; whatever is not named here, the stack makes. */
export class ExistingSignIn {
  /** A user pool: it gets an app client and an identity pool. */
  static fromUserPoolId(userPoolId: string): ExistingSignIn {
    return new ExistingSignIn({ userPoolId });
  }

  /** A user pool and one of its app clients, without a secret: they get an identity pool. */
  static fromUserPoolClientId(userPoolId: string, userPoolClientId: string): ExistingSignIn {
    return new ExistingSignIn({ userPoolId, userPoolClientId });
  }

  /** All of it, by IDs and ARNs. */
  static fromIdentityPool(pool: ExistingIdentityPool): ExistingSignIn {
    return new ExistingSignIn(pool);
  }

  /** A user pool of a CDK app: it gets an app client and an identity pool. */
  static fromUserPool(userPool: IUserPool): ExistingSignIn {
    return ExistingSignIn.fromUserPoolId(userPool.userPoolId);
  }

  /** A user pool of a CDK app and one of its app clients, without a secret: they get an identity pool. */
  static fromUserPoolClient(userPool: IUserPool, userPoolClient: IUserPoolClient): ExistingSignIn {
    return ExistingSignIn.fromUserPoolClientId(userPool.userPoolId, userPoolClient.userPoolClientId);
  }

  /** All of it, as constructs. */
  static fromConstructs(constructs: ExistingConstructs): ExistingSignIn {
    const { userPool, userPoolClient, identityPool, authenticatedRole, unauthenticatedRole, groupRoles } = constructs;
    const identityPoolId = identityPool.identityPoolId ?? identityPool.ref;
    if (identityPoolId === undefined) throw new Error('identityPool has neither an "identityPoolId" nor a "ref"');
    const ids = {
      userPoolId: userPool.userPoolId,
      userPoolClientId: userPoolClient.userPoolClientId,
      identityPoolId,
      authenticatedRoleArn: authenticatedRole.roleArn,
      unauthenticatedRoleArn: unauthenticatedRole?.roleArn,
      groupRoleArns: groupRoles && arnsOf(groupRoles),
    };
    return new ExistingSignIn(ids, constructs);
  }

  /** The sign-in of an Amplify Gen 2 backend: `backend.auth.resources`, of `defineAuth` or of `referenceAuth`. */
  static fromAmplifyAuth(resources: AmplifyAuth): ExistingSignIn {
    const { groups } = resources;
    return ExistingSignIn.fromConstructs({
      userPool: resources.userPool,
      userPoolClient: resources.userPoolClient,
      identityPool: resources.cfnResources?.cfnIdentityPool ?? { identityPoolId: resources.identityPoolId },
      authenticatedRole: resources.authenticatedUserIamRole,
      unauthenticatedRole: resources.unauthenticatedUserIamRole,
      groupRoles: Object.fromEntries(Object.entries(groups).map(([name, { role }]) => [name, role])),
    });
  }

  readonly userPoolId: string;
  readonly userPoolClientId?: string;
  /** Has `authenticatedRoleArn` beside it. */
  readonly identityPoolId?: string;
  readonly authenticatedRoleArn?: string;
  readonly unauthenticatedRoleArn?: string;
  readonly groupRoleArns?: { readonly [group: string]: string };
  /** What these IDs and ARNs are of, where it was given as constructs. */
  readonly constructs?: ExistingConstructs;

  private constructor(ids: ExistingIds & { readonly userPoolId: string }, constructs?: ExistingConstructs) {
    this.userPoolId = ids.userPoolId;
    Object.assign(this, defined({ ...ids, constructs }));
  }
}

function arnsOf(roles: { readonly [group: string]: IRole }): { [group: string]: string } {
  return Object.fromEntries(Object.entries(roles).map(([name, { roleArn }]) => [name, roleArn]));
}
