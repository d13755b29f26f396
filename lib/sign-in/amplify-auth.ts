import type { CfnIdentityPool, IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { IRole } from 'aws-cdk-lib/aws-iam';

/**
 * What is needed of `backend.auth.resources` of an Amplify Gen 2 backend, which this package does not depend on.
 * https://docs.amplify.aws/react/build-a-backend/auth/modify-resources-with-cdk/
 */
export interface AmplifyAuth {
  readonly userPool: IUserPool;
  readonly userPoolClient: IUserPoolClient;
  readonly identityPoolId: string;
  readonly authenticatedUserIamRole: IRole;
  readonly unauthenticatedUserIamRole: IRole;
  readonly groups: { readonly [name: string]: AmplifyAuthGroup };
  /** `referenceAuth` has none, and nothing tells what the identity pool allows. */
  readonly cfnResources?: AmplifyAuthCfnResources;
}

export interface AmplifyAuthGroup {
  /** What members act as; it may do nothing until something is granted to it. */
  readonly role: IRole;
}

export interface AmplifyAuthCfnResources {
  readonly cfnIdentityPool: CfnIdentityPool;
}
