import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AttachPolicyCommand, AttachPrincipalPolicyCommand, DescribeEndpointCommand } from '@aws-sdk/client-iot';
import type { MqttClient } from 'mqtt';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { connectMqtt, nextMessage, publish, subscribe } from '../../journey/clients/mqtt-client.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import type { Template } from '../../sandbox/template/assembly.js';
import { iotClients } from '../support/iot-clients.js';
import { signedInUser } from '../support/signed-in-user.js';

/** AWS's blog has the app call `AttachPrincipalPolicy`, and connect as `webapp:` and something. */
describe("the way that AWS's blog shows, from a template with its policies", () => {
  let sandbox: Sandbox;
  let user: Awaited<ReturnType<typeof signedInUser>>;
  let endpoint: string;
  const clients: MqttClient[] = [];
  beforeAll(async () => {
    const template = JSON.parse(readFileSync(join(import.meta.dirname, 'blog.template.json'), 'utf8')) as Template;
    sandbox = await startSandbox({
      assembly: { stackName: 'Blog', template, assetFolders: new Map(), metadata: [] },
    });
    user = await signedInUser(sandbox);
    const command = new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' });
    endpoint = (await iotClients(sandbox).iot.send(command)).endpointAddress ?? '';
  });
  afterAll(async () => {
    for (const client of clients) client.end(true);
    await sandbox.stop();
  });

  async function connect(clientId: string): Promise<MqttClient> {
    const { outputs, ...target } = sandboxTarget(sandbox);
    const client = await connectMqtt(
      { ...target, outputs: { ...outputs, IotEndpoint: endpoint } },
      user.credentials,
      clientId,
    );
    clients.push(client);
    return client;
  }

  it('lets nobody connect before', async () => {
    await expect(connect('webapp:before')).rejects.toMatchObject({ name: 'SocketClosed' });
  });

  it('attaches by the deprecated name alone, which is all that the role has', async () => {
    const { iot } = iotClients(sandbox, user.credentials);
    const { identityId } = user;
    await expect(
      iot.send(new AttachPolicyCommand({ policyName: 'demo-policy', target: identityId })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await iot.send(new AttachPrincipalPolicyCommand({ policyName: 'demo-policy', principal: identityId }));
    expect(Object.keys(sandbox.views.attachments())).toEqual([identityId]);
  });

  it('then brings a message', async () => {
    const client = await connect('webapp:1');
    await subscribe(client, 'webapp/#');
    const message = nextMessage(client);
    await publish(client, 'webapp/hello', 'from the blog');
    await expect(message).resolves.toEqual({ topic: 'webapp/hello', payload: 'from the blog' });
  });

  it('and nothing that the policies do not name', async () => {
    await expect(connect('otherapp:1')).rejects.toMatchObject({ name: 'SocketClosed' });
    const client = await connect('webapp:2');
    await expect(publish(client, 'elsewhere', 'x')).rejects.toMatchObject({ name: 'SocketClosed' });
  });
});
