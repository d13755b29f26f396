import { CfnOutput, NestedStack, Stack } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { ExistingSignIn, IotAccess } from '../../lib/index.js';
import { startSandbox } from '../../sandbox/sandbox.js';
import { receivedMessage } from '../support/received-message.js';
import { appAssembly } from '../support/settings-sandbox.js';

it('a stack with nested ones that read each other boots, and a message is received', async () => {
  const assembly = appAssembly({}, (app) => {
    const root = new Stack(app, 'Shop');
    const auth = new NestedStack(root, 'Auth');
    const users = new UserPool(auth, 'Users', {
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      autoVerify: { email: true },
    });
    const client = users.addClient('App', { authFlows: { userSrp: true } });
    const iot = new NestedStack(new NestedStack(root, 'Back'), 'Iot');
    const existing = ExistingSignIn.fromUserPoolClientId(users.userPoolId, client.userPoolClientId);
    const { outputs } = new IotAccess(iot, 'IotAccess', { existing, writeOutputs: false });
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(root, name, { value });
  });
  const sandbox = await startSandbox({ assembly });
  try {
    expect(await receivedMessage(sandbox)).toBe('hello');
    expect(sandbox.views.users()).toHaveLength(1);
  } finally {
    await sandbox.stop();
  }
}, 60_000);
