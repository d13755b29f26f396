import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { IdentityPool, UserPoolAuthenticationProvider } from 'aws-cdk-lib/aws-cognito-identitypool';
import { AttachPolicyFunction, IotAccessPolicy, IotEndpoint } from 'cognito-iot-access';

/** AWS's own constructs for the pools and an HTTP API with IAM authorization, in front of this project's function. */
const app = new App();
const stack = new Stack(app, 'HttpApiAccess');
const allowedOrigins = ['http://localhost:8000'];

const userPool = new UserPool(stack, 'Users', {
  selfSignUpEnabled: true,
  signInAliases: { email: true },
  autoVerify: { email: true },
  removalPolicy: RemovalPolicy.DESTROY,
});
const userPoolClient = userPool.addClient('App', { authFlows: { userSrp: true }, preventUserExistenceErrors: true });
const identityPool = new IdentityPool(stack, 'Identities', {
  authenticationProviders: { userPools: [new UserPoolAuthenticationProvider({ userPool, userPoolClient })] },
});

const policy = new IotAccessPolicy(stack, 'Policy');
const endpoint = new IotEndpoint(stack, 'Endpoint');
const attachPolicy = new AttachPolicyFunction(stack, 'AttachPolicy', {
  allowedOrigins,
  policyName: policy.policyName,
  identityPoolId: identityPool.identityPoolId,
  iotEndpoint: endpoint.endpointAddress,
  access: policy.access,
  guestsAllowed: false,
});

const api = new HttpApi(stack, 'Api', {
  defaultAuthorizer: new HttpIamAuthorizer(),
  corsPreflight: {
    allowOrigins: allowedOrigins,
    allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.DELETE],
    allowHeaders: ['authorization', 'content-type', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'],
  },
});
const routes = api.addRoutes({
  path: '/attach-policy',
  methods: [HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE],
  integration: new HttpLambdaIntegration('AttachPolicyIntegration', attachPolicy.function),
});

policy.grantAccess(identityPool.authenticatedRole);
for (const route of routes) route.grantInvoke(identityPool.authenticatedRole);

const outputs = {
  Region: stack.region,
  UserPoolId: userPool.userPoolId,
  UserPoolClientId: userPoolClient.userPoolClientId,
  IdentityPoolId: identityPool.identityPoolId,
  AttachPolicyUrl: `${api.apiEndpoint}/attach-policy`,
  IotEndpoint: endpoint.endpointAddress,
  IotPolicyName: policy.policyName,
};
for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
