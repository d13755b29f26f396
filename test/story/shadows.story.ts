import { AttachThingPrincipalCommand, CreateThingCommand } from '@aws-sdk/client-iot';
import {
  DeleteThingShadowCommand,
  GetThingShadowCommand,
  type IoTDataPlaneClient,
  UpdateThingShadowCommand,
} from '@aws-sdk/client-iot-data-plane';
import type { MqttClient } from 'mqtt';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { connectMqtt, nextMessage, publish, subscribe } from '../../journey/clients/mqtt-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients, type Identity } from '../support/aws-clients.js';
import { iotClients } from '../support/iot-clients.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

let sandbox: Sandbox;
let user: Identity;
let other: Identity;

beforeAll(async () => {
  // Nothing but shadows: an IoT policy has 2,048 characters.
  const none = { publish: [], subscribe: [], receive: [] };
  const clientIds = ['{identity}', '{thing}'];
  sandbox = await settingsSandbox({ access: { ...none, clientIds, shadows: ['{identity}', '{thing}'] } });
  const { attach } = awsClients(sandbox);
  const { iot } = iotClients(sandbox);
  [user, other] = [await signedInUser(sandbox), await signedInUser(sandbox)];
  for (const { identityId, credentials } of [user, other]) {
    await attach({ identityId, credentials });
    await iot.send(new CreateThingCommand({ thingName: identityId }));
  }
}, 30_000);
afterAll(() => sandbox.stop());

const json = (payload: Uint8Array | undefined) => JSON.parse(Buffer.from(payload ?? []).toString());
const state = (value: object) => Buffer.from(JSON.stringify({ state: value }));

describe('over HTTPS, a user with a thing of the own name', () => {
  let data: IoTDataPlaneClient;
  beforeAll(() => {
    data = iotClients(sandbox, user.credentials).data;
  });

  it('updates, reads and deletes its shadow', async () => {
    const thingName = user.identityId;
    const wanted = state({ desired: { light: 'on', old: 1 }, reported: { light: 'off', old: 1 } });
    await data.send(new UpdateThingShadowCommand({ thingName, payload: wanted }));
    await data.send(new UpdateThingShadowCommand({ thingName, payload: state({ desired: { old: null } }) }));
    const { payload } = await data.send(new GetThingShadowCommand({ thingName }));
    expect(json(payload)).toMatchObject({
      state: { desired: { light: 'on' }, reported: { light: 'off', old: 1 }, delta: { light: 'on' } },
      metadata: { desired: { light: { timestamp: expect.any(Number) } } },
      version: 2,
    });
    expect(json(payload).state.desired).not.toHaveProperty('old');
    await data.send(new DeleteThingShadowCommand({ thingName }));
    await expect(data.send(new GetThingShadowCommand({ thingName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `No shadow exists with name: '${thingName}'`,
    });
  });

  it('is told of a conflict when somebody else was first', async () => {
    const thingName = user.identityId;
    const payload = Buffer.from(JSON.stringify({ state: { desired: { light: 'on' } }, version: 99 }));
    const attempt = data.send(new UpdateThingShadowCommand({ thingName, payload }));
    await expect(attempt).rejects.toMatchObject({ name: 'ConflictException', $metadata: { httpStatusCode: 409 } });
  });

  it('may not touch the shadow of anybody else, whose own it is', async () => {
    const thingName = other.identityId;
    const payload = state({ desired: { light: 'on' } });
    const forbidden = { name: 'ForbiddenException', $metadata: { httpStatusCode: 403 } };
    await expect(data.send(new GetThingShadowCommand({ thingName }))).rejects.toMatchObject(forbidden);
    await expect(data.send(new UpdateThingShadowCommand({ thingName, payload }))).rejects.toMatchObject(forbidden);
    await expect(data.send(new DeleteThingShadowCommand({ thingName }))).rejects.toMatchObject(forbidden);
  });

  it('may not even touch the own one before the IoT policy is attached', async () => {
    const newcomer = await signedInUser(sandbox);
    const thingName = newcomer.identityId;
    await iotClients(sandbox).iot.send(new CreateThingCommand({ thingName }));
    const payload = state({ desired: { light: 'on' } });
    const attempt = () =>
      iotClients(sandbox, newcomer.credentials).data.send(new UpdateThingShadowCommand({ thingName, payload }));
    await expect(attempt()).rejects.toMatchObject({ name: 'ForbiddenException' });
    await awsClients(sandbox).attach(newcomer);
    await expect(attempt()).resolves.toBeDefined();
  });
});

describe('over MQTT, the same user', () => {
  let client: MqttClient;
  const topic = (rest: string, identity = user) => `$aws/things/${identity.identityId}/shadow/${rest}`;
  const connect = () => {
    sandbox.clock.advance(1000);
    return connectMqtt(sandboxTarget(sandbox), user.credentials, user.identityId);
  };

  it('gets the answer, the delta and the documents of an update, and a refusal with its reason', async () => {
    client = await connect();
    for (const rest of ['update/accepted', 'update/delta', 'update/rejected']) await subscribe(client, topic(rest));
    const messages: { topic: string; payload: { state?: object; code?: number } }[] = [];
    const three = new Promise<void>((resolve) => {
      client.on('message', (name, payload) => {
        messages.push({ topic: name, payload: JSON.parse(payload.toString()) });
        if (messages.length === 3) resolve();
      });
    });
    const asked = { state: { desired: { fan: 1 } }, clientToken: 'a' };
    await publish(client, topic('update'), JSON.stringify(asked));
    await publish(client, topic('update'), '{"state":[],"clientToken":"b"}');
    await three;
    expect(messages).toMatchObject([
      { topic: topic('update/accepted'), payload: { state: { desired: { fan: 1 } }, clientToken: 'a' } },
      { topic: topic('update/delta'), payload: { state: { fan: 1 } } },
      { topic: topic('update/rejected'), payload: { code: 400, message: 'State node must be an object' } },
    ]);
    client.end(true);
  });

  it('has named shadows, too', async () => {
    client = await connect();
    await subscribe(client, topic('name/lamp/get/+'));
    const none = nextMessage(client);
    await publish(client, topic('name/lamp/get'), '');
    expect(JSON.parse((await none).payload)).toMatchObject({ code: 404, message: expect.stringContaining('~lamp') });
    await publish(client, topic('name/lamp/update'), '{"state":{"reported":{"lit":true}}}');
    const found = nextMessage(client);
    await publish(client, topic('name/lamp/get'), '');
    expect(JSON.parse((await found).payload)).toMatchObject({ state: { reported: { lit: true } }, version: 1 });
    client.end(true);
  });

  it.each([
    { title: 'publish to the shadow of somebody else', act: () => publish(client, topic('get', other), '') },
    { title: 'subscribe to the shadow of somebody else', act: () => subscribe(client, topic('get/accepted', other)) },
    { title: 'subscribe to the shadows of all', act: () => subscribe(client, '$aws/things/+/shadow/#') },
    { title: "publish the service's own answers", act: () => publish(client, topic('update/accepted'), '{}') },
    { title: 'use another reserved topic', act: () => subscribe(client, `$aws/things/${user.identityId}/jobs/get`) },
  ])('may not $title', async ({ act }) => {
    client = await connect();
    await expect(act()).rejects.toMatchObject({ name: 'SocketClosed' });
  });
});

it('a device uses the shadow of its thing over MQTT, and over HTTPS it has no thing', async () => {
  const thingName = 'press-1';
  const { iot } = iotClients(sandbox);
  await iot.send(new CreateThingCommand({ thingName }));
  await iot.send(new AttachThingPrincipalCommand({ thingName, principal: user.identityId }));
  const client = await connectMqtt(sandboxTarget(sandbox), user.credentials, thingName);
  await subscribe(client, `$aws/things/${thingName}/shadow/update/accepted`);
  const accepted = nextMessage(client);
  await publish(client, `$aws/things/${thingName}/shadow/update`, '{"state":{"reported":{"heat":40}}}');
  expect(JSON.parse((await accepted).payload)).toMatchObject({ state: { reported: { heat: 40 } }, version: 1 });
  client.end(true);
  const attempt = iotClients(sandbox, user.credentials).data.send(new GetThingShadowCommand({ thingName }));
  await expect(attempt).rejects.toMatchObject({ name: 'ForbiddenException' });
});
