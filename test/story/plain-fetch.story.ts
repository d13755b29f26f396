import { AwsClient, AwsV4Signer } from 'aws4fetch';
import mqtt from 'mqtt';
import type { SignedInUser } from '../../journey/traveller.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

describe('plain fetch and any MQTT client, as docs/clients.md shows it', () => {
  let sandbox: Sandbox;
  let user: SignedInUser;

  beforeAll(async () => {
    sandbox = await runningSandbox();
    user = await signedInUser(sandbox);
  });
  afterAll(() => sandbox.stop());

  it('attaches, and connects with what the answer says', async () => {
    const { credentials } = user;
    const region = sandbox.outputs.Region ?? '';
    const api = new AwsClient({ ...credentials, region, service: 'execute-api' });
    const response = await api.fetch(sandbox.outputs.AttachPolicyUrl ?? '', { method: 'POST' });
    const { connection } = (await response.json()) as { connection: { endpoint: string; clientId: string } };

    // wss: on AWS; the sandbox on this machine speaks ws:.
    const address = `ws://${connection.endpoint}/mqtt`;
    const signer = new AwsV4Signer({
      url: address,
      ...credentials,
      region,
      service: 'iotdevicegateway',
      signQuery: true,
    });
    const { url } = await signer.sign();
    const client = await mqtt.connectAsync(address, {
      transformWsUrl: () => url.href,
      clientId: connection.clientId,
      reconnectPeriod: 0,
    });
    const topic = `users/${user.identityId}/telemetry`;
    const received = new Promise<string>((resolve) => {
      client.on('message', (_topic, payload) => resolve(payload.toString()));
    });
    await client.subscribeAsync(topic, { qos: 1 });
    await client.publishAsync(topic, '{"temperature":21.5}', { qos: 1 });
    await expect(received).resolves.toBe('{"temperature":21.5}');
    await client.endAsync();
  });
});
