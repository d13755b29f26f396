import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { IdentityPool, UserPoolAuthenticationProvider } from 'aws-cdk-lib/aws-cognito-identitypool';
import { ExistingSignIn, IotAccess } from 'cognito-iot-access';
import type { Construct } from 'constructs';

/** The users live longer than the app: so they have a stack of their own. */
export function addStacks(scope: Construct): void {
  const signIn = new Stack(scope, 'SignIn');
  const userPool = new UserPool(signIn, 'Users', {
    selfSignUpEnabled: true,
    signInAliases: { email: true },
    autoVerify: { email: true },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const userPoolClient = userPool.addClient('App', { authFlows: { userSrp: true } });
  const identityPool = new IdentityPool(signIn, 'Identities', {
    authenticationProviders: { userPools: [new UserPoolAuthenticationProvider({ userPool, userPoolClient })] },
  });

  const rooms = new Stack(scope, 'Rooms');
  const own = ['rooms/{identity}/*'];
  new IotAccess(rooms, 'IotAccess', {
    access: { publish: own, subscribe: own, receive: own },
    existing: ExistingSignIn.fromIdentityPool({
      userPoolId: userPool.userPoolId,
      userPoolClientId: userPoolClient.userPoolClientId,
      identityPoolId: identityPool.identityPoolId,
      authenticatedRoleArn: identityPool.authenticatedRole.roleArn,
    }),
  });
}
