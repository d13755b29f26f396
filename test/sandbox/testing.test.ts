import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iot';
import { startSandbox, type TestSandbox } from '../../sandbox/testing/testing.js';
import { sharedAssemblyFolder } from '../support/shared-assembly.js';
import { signedFetch } from '../support/signed-fetch.js';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ assembly: sharedAssemblyFolder() });
});
afterEach(() => sandbox.reset());
afterAll(() => sandbox.stop());

describe('what tests begin with', () => {
  it('is a user who has signed up and in, with attributes, an identity, and a password that is good', async () => {
    const user = await sandbox.signedUpUser({ attributes: { name: 'Ada' } });
    const [known] = sandbox.views.users();
    expect(known).toMatchObject({ email: user.email, sub: user.sub, status: 'CONFIRMED', emailVerified: true });
    expect(sandbox.views.identities().map(({ identityId }) => identityId)).toEqual([user.identityId]);
    expect(JSON.parse(Buffer.from(user.idToken.split('.')[1] ?? '', 'base64url').toString()).name).toBe('Ada');
    expect(sandbox.messages).toHaveLength(1);
    const other = await sandbox.signedUpUser();
    expect(other.email).not.toBe(user.email);
    const again = await sandbox.signIn(user.email);
    expect([again.identityId, again.sub]).toEqual([user.identityId, user.sub]);
  });

  it('is refused as the stack has it, until the policy is attached; and then connects', async () => {
    const user = await sandbox.signedUpUser();
    await expect(user.connect()).rejects.toThrow(/AUTHORIZATION_FAILURE|not|policy/i);
    await user.attach();
    // AWS IoT takes a client ID only once a second.
    const client = await user.connect({ clientId: `${user.identityId}-tab` });
    const topic = `users/${user.identityId}/room`;
    const heard = new Promise((resolve) => void client.once('message', (_topic, payload) => resolve(String(payload))));
    await client.subscribeAsync(topic, { qos: 1 });
    await client.publishAsync(topic, 'hello', { qos: 1 });
    expect(await heard).toBe('hello');
    await client.endAsync();
  });

  it("calls the stack's API with the user's own credentials", async () => {
    const user = await sandbox.signedUpUser();
    const credentials = await user.credentials();
    expect((await signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', { credentials })).status).toBe(200);
    expect(Object.keys(sandbox.views.attachments())).toEqual([user.identityId]);
  });

  it('does what an operator may, by the names of AWS, and says what it does not know', async () => {
    await sandbox.asOperator('iot:CreateThing', { thingName: 'lamp' });
    expect(await sandbox.asOperator('iot:DescribeThing', { thingName: 'lamp' })).toMatchObject({ thingName: 'lamp' });
    await expect(sandbox.asOperator('iot:CreateThing', { thing: 'lamp' })).rejects.toThrow(/thing/);
    await expect(sandbox.asOperator('s3:PutObject', {})).rejects.toThrow('does not emulate s3:PutObject');
    await expect(sandbox.signIn('nobody@example.com')).rejects.toThrow('There is no user nobody@example.com');
    expect(sandbox.credentials()).toEqual(
      sandbox.views.operator() && expect.objectContaining({ accessKeyId: expect.any(String) }),
    );
  });
});

it('synthesizes a CDK app, and ends with its block', async () => {
  const app = new App();
  const stack = new Stack(app, 'Lamps');
  const policyDocument = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'iot:Connect', Resource: '*' }],
  };
  new CfnPolicy(stack, 'Policy', { policyName: 'lamps', policyDocument });
  new CfnOutput(stack, 'Answer', { value: '42' });
  let url: string;
  {
    await using lamps = await startSandbox({ app });
    url = lamps.url;
    expect(lamps.outputs).toMatchObject({ Answer: '42' });
    await expect(lamps.signedUpUser()).rejects.toThrow('The stack has no user pool.');
  }
  await expect(fetch(url)).rejects.toThrow();
});

it('needs to be told what to boot, once', async () => {
  await expect(startSandbox({})).rejects.toThrow("takes either assembly: 'cdk.out' or app");
});
