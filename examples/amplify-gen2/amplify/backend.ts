import { defineBackend } from '@aws-amplify/backend';
import { Role } from 'aws-cdk-lib/aws-iam';
import { ExistingSignIn, IotAccess } from 'cognito-iot-access';
import { auth } from './auth/resource.js';

const backend = defineBackend({ auth });
const { userPool, userPoolClient, identityPoolId, authenticatedUserIamRole, groups, cfnResources } =
  backend.auth.resources;

// Amplify lets guests in, and believes tokens of users who have been signed out, until it is told otherwise.
cfnResources.cfnIdentityPool.allowUnauthenticatedIdentities = false;
cfnResources.cfnIdentityPool.addPropertyOverride('CognitoIdentityProviders.0.ServerSideTokenCheck', true);

// Amplify puts this stack beside that of `auth`. Roles are named by their ARNs: statements added to the objects of
// another stack would make each of the two wait for the other, which CloudFormation finds out only when it deploys.
const stack = backend.createStack('Iot');
const access = new IotAccess(stack, 'IotAccess', {
  allowedOrigins: ['http://localhost:5173'],
  existing: ExistingSignIn.fromIdentityPool({
    userPoolId: userPool.userPoolId,
    userPoolClientId: userPoolClient.userPoolClientId,
    identityPoolId,
    authenticatedRoleArn: authenticatedUserIamRole.roleArn,
  }),
});

// Members of a group act as the group's role, which Amplify makes, and which may do nothing by itself.
const admins = Role.fromRoleArn(stack, 'Admins', groups.ADMINS.role.roleArn);
access.policy.grantAccess(admins);
access.api.grantInvoke(admins);

// Into amplify_outputs.json, where the app finds it as `custom.iot`.
backend.addOutput({ custom: { iot: access.outputs } });
