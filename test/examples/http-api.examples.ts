import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { signedInUser } from '../support/signed-in-user.js';
import { bootedExample, receiveMessage } from './booted-example.js';

describe("examples/cdk/http-api.ts: AWS's IdentityPool, and an HttpApi with IAM authorization", () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await bootedExample('http-api.ts');
  });
  afterAll(() => sandbox?.stop());

  it('attaches the policy to the identity that has signed, which then receives a message', async () => {
    const user = await signedInUser(sandbox);
    const { IotPolicyName: policyName } = sandbox.outputs;
    await expect(receiveMessage(sandbox, user)).rejects.toMatchObject({ name: 'SocketClosed' });
    expect(await awsClients(sandbox).attach(user)).toMatchObject({
      status: 200,
      body: { policyName, identityId: user.identityId },
    });
    await receiveMessage(sandbox, user);
  });

  it('refuses who has not signed, and lets the page ask before', async () => {
    const url = sandbox.outputs.AttachPolicyUrl ?? '';
    const unsigned = await fetch(url, { method: 'POST' });
    expect([unsigned.status, await unsigned.json()]).toEqual([403, { message: 'Forbidden' }]);
    const headers = { origin: 'http://localhost:8000', 'access-control-request-method': 'POST' };
    const preflight = await fetch(url, { method: 'OPTIONS', headers });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('http://localhost:8000');
  });
});
