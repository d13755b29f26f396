import {
  AttachThingPrincipalCommand,
  CreateThingCommand,
  DetachThingPrincipalCommand,
  ListThingPrincipalsCommand,
} from '@aws-sdk/client-iot';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { connectMqtt, nextMessage, publish, subscribe } from '../../journey/clients/mqtt-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients, type Identity } from '../support/aws-clients.js';
import { iotClients } from '../support/iot-clients.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

const own = ['things/{thing}/*'];
let sandbox: Sandbox;
let operator: ReturnType<typeof iotClients>['iot'];
let device: Identity;
const thingName = 'press-1';
const refused = { name: 'SocketClosed' };

beforeAll(async () => {
  const access = { clientIds: ['{identity}', '{thing}'], publish: own, subscribe: own, receive: own };
  sandbox = await settingsSandbox({ access });
  operator = iotClients(sandbox).iot;
  device = await signedInUser(sandbox);
  await awsClients(sandbox).attach(device);
  for (const name of [thingName, 'press-2']) await operator.send(new CreateThingCommand({ thingName: name }));
}, 30_000);
// AWS IoT takes a client ID only once a second.
beforeEach(() => sandbox.clock.advance(1000));
afterAll(() => sandbox.stop());

const connect = (clientId: string) => connectMqtt(sandboxTarget(sandbox), device.credentials, clientId);
const attachment = () => ({ thingName, principal: device.identityId });

/** Hands `use` a connection of the device, and ends it. */
async function connected<T>(clientId: string, use: (client: Awaited<ReturnType<typeof connect>>) => Promise<T>) {
  const client = await connect(clientId);
  return use(client).finally(() => client.end(true));
}

describe('a device whose identity is not attached to the thing', () => {
  it('cannot connect under the name of the thing', async () => {
    await expect(connect(thingName)).rejects.toMatchObject(refused);
  });

  it('cannot attach itself', async () => {
    const { iot } = iotClients(sandbox, device.credentials);
    const attempt = iot.send(new AttachThingPrincipalCommand(attachment()));
    await expect(attempt).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('a device whose identity is attached to the thing', () => {
  beforeAll(() => operator.send(new AttachThingPrincipalCommand(attachment())));

  it('is listed with the thing', async () => {
    const { principals } = await operator.send(new ListThingPrincipalsCommand({ thingName }));
    expect(principals).toEqual([device.identityId]);
  });

  it('uses the topics of the thing, connected under its name', async () => {
    const message = await connected(thingName, async (client) => {
      await subscribe(client, `things/${thingName}/state`);
      const received = nextMessage(client);
      await publish(client, `things/${thingName}/state`, 'warm');
      return received;
    });
    expect(message).toEqual({ topic: `things/${thingName}/state`, payload: 'warm' });
  });

  it('may not use them under another client ID', async () => {
    const attempt = connected(device.identityId, (client) => publish(client, `things/${thingName}/state`, 'warm'));
    await expect(attempt).rejects.toMatchObject(refused);
  });

  it.each([publish, subscribe])('may not do $name on the topics of another thing', async (act) => {
    const attempt = connected(thingName, (client) => act(client, 'things/press-2/state', 'warm'));
    await expect(attempt).rejects.toMatchObject(refused);
  });

  it('cannot connect under the name of another thing', async () => {
    await expect(connect('press-2')).rejects.toMatchObject(refused);
  });

  it('loses the topics once it is detached', async () => {
    const attempt = connected(thingName, async (client) => {
      await publish(client, `things/${thingName}/state`, 'warm');
      await operator.send(new DetachThingPrincipalCommand(attachment()));
      await publish(client, `things/${thingName}/state`, 'cold');
    });
    await expect(attempt).rejects.toMatchObject(refused);
    await operator.send(new AttachThingPrincipalCommand(attachment()));
  });
});
