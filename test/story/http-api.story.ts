import { Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { IdentityPool, UserPoolAuthenticationProvider } from 'aws-cdk-lib/aws-cognito-identitypool';
import type { MqttClient } from 'mqtt';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { connectMqtt, nextMessage, publish, subscribe } from '../../journey/clients/mqtt-client.js';
import { AttachPolicyFunction, IotAccessPolicy, IotEndpoint } from '../../lib/index.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { appAssembly } from '../support/settings-sandbox.js';
import { signedFetch } from '../support/signed-fetch.js';
import { signedInUser } from '../support/signed-in-user.js';

/** AWS's own constructs for sign-in and API, and of this project what attaches and what is attached. */
const assembly = () =>
  appAssembly({}, (app) => {
    const stack = new Stack(app, 'Shop');
    const userPool = new UserPool(stack, 'Users', {
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      autoVerify: { email: true },
    });
    const userPoolClient = userPool.addClient('App', { authFlows: { userSrp: true } });
    const { identityPoolId, authenticatedRole } = new IdentityPool(stack, 'Identities', {
      authenticationProviders: { userPools: [new UserPoolAuthenticationProvider({ userPool, userPoolClient })] },
    });
    const policy = new IotAccessPolicy(stack, 'Policy');
    policy.grantAccess(authenticatedRole);
    const { function: handler } = new AttachPolicyFunction(stack, 'AttachPolicy', {
      policyName: policy.policyName,
      identityPoolId,
      iotEndpoint: new IotEndpoint(stack, 'Endpoint').endpointAddress,
      allowedOrigins: ['http://localhost:8000'],
      access: policy.access,
      guestsAllowed: true,
    });
    const api = new HttpApi(stack, 'Api', { defaultAuthorizer: new HttpIamAuthorizer() });
    const [route] = api.addRoutes({
      path: '/attach-policy',
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Integration', handler),
    });
    route?.grantInvoke(authenticatedRole);
  });

describe("AWS's IdentityPool with an HttpApi and its IAM authorizer, before our function", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ assembly: assembly() });
  }, 60_000);
  afterAll(() => sandbox.stop());

  it('lets a signed-in user attach the policy, and receive a message', async () => {
    const user = await signedInUser(sandbox);
    const { identityId, credentials } = user;
    const url = sandbox.outputs.AttachPolicyUrl ?? '';
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/execute-api\/\w+\/attach-policy$/);
    // AWS IoT takes each client ID once a second.
    const connect = (clientId: string) => connectMqtt(sandboxTarget(sandbox), credentials, clientId);
    await expect(connect(`${identityId}-before`)).rejects.toMatchObject({ name: 'SocketClosed' });
    const attached = await signedFetch(url, { credentials });
    expect([attached.status, await attached.json()]).toEqual([200, expect.objectContaining({ identityId })]);

    let client: MqttClient | undefined;
    try {
      client = await connect(identityId);
      const topic = `users/${identityId}/hello`;
      await subscribe(client, topic);
      const message = nextMessage(client);
      await publish(client, topic, 'through an HTTP API');
      await expect(message).resolves.toEqual({ topic, payload: 'through an HTTP API' });
    } finally {
      client?.end(true);
    }
  });

  it('refuses whoever signs nothing, and shows both requests', async () => {
    const url = sandbox.outputs.AttachPolicyUrl ?? '';
    const response = await fetch(url, { method: 'POST' });
    expect([response.status, await response.json()]).toEqual([403, { message: 'Forbidden' }]);
    const shown = sandbox.views.apiRequests().map(({ kind, route, status }) => ({ kind, route, status }));
    const route = 'POST /attach-policy';
    expect(shown).toEqual([
      { kind: 'HTTP API', route, status: 200 },
      { kind: 'HTTP API', route, status: 403 },
    ]);
  });
});
