import { CfnIdentityPool, CfnIdentityPoolRoleAttachment, CfnUserPoolGroup, UserPool } from 'aws-cdk-lib/aws-cognito';
import { type IRole, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** What `backend.auth.resources` of an Amplify Gen 2 backend is, made as `defineAuth` makes it, with one group. */
export function authOfAmplify(scope: Construct) {
  const userPool = new UserPool(scope, 'Users', {
    selfSignUpEnabled: true,
    signInAliases: { email: true },
    autoVerify: { email: true },
  });
  const userPoolClient = userPool.addClient('App', { authFlows: { userSrp: true } });
  const { userPoolClientId: clientId } = userPoolClient;
  const cfnIdentityPool = new CfnIdentityPool(scope, 'Identities', {
    allowUnauthenticatedIdentities: true,
    cognitoIdentityProviders: [{ clientId, providerName: userPool.userPoolProviderName }],
  });
  const role = (id: string, amr: string): IRole =>
    new Role(scope, id, {
      // Policies name roles without their path.
      path: '/app/',
      assumedBy: new WebIdentityPrincipal('cognito-identity.amazonaws.com', {
        StringEquals: { 'cognito-identity.amazonaws.com:aud': cfnIdentityPool.ref },
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': amr },
      }),
    });
  const authenticatedUserIamRole = role('UserRole', 'authenticated');
  const unauthenticatedUserIamRole = role('GuestRole', 'unauthenticated');
  const admins = role('AdminRole', 'authenticated');
  new CfnUserPoolGroup(scope, 'Admins', {
    groupName: 'ADMINS',
    userPoolId: userPool.userPoolId,
    roleArn: admins.roleArn,
    precedence: 0,
  });
  new CfnIdentityPoolRoleAttachment(scope, 'Roles', {
    identityPoolId: cfnIdentityPool.ref,
    roles: { authenticated: authenticatedUserIamRole.roleArn, unauthenticated: unauthenticatedUserIamRole.roleArn },
    roleMappings: {
      UserPool: {
        type: 'Token',
        ambiguousRoleResolution: 'AuthenticatedRole',
        identityProvider: `${userPool.userPoolProviderName}:${clientId}`,
      },
    },
  });
  return {
    userPool,
    userPoolClient,
    identityPoolId: cfnIdentityPool.ref,
    authenticatedUserIamRole,
    unauthenticatedUserIamRole,
    groups: { ADMINS: { role: admins } },
    cfnResources: { cfnIdentityPool },
  };
}

export type AuthOfAmplify = ReturnType<typeof authOfAmplify>;
