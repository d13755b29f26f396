import { type IoTDataPlaneClient, PublishCommand, type PublishCommandInput } from '@aws-sdk/client-iot-data-plane';
import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { awsClients } from '../../support/aws-clients.js';
import { iotClients } from '../../support/iot-clients.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { connectAs } from './connect-as.js';

let sandbox: Sandbox;
let data: IoTDataPlaneClient;
let receiver: Awaited<ReturnType<typeof connectAs>>;
beforeAll(async () => {
  sandbox = await runningSandbox();
  data = iotClients(sandbox).data;
  receiver = await connectAs(sandbox, 'receiver');
  await receiver.subscribe('a/#');
});
afterAll(async () => {
  await receiver.end();
  await sandbox.stop();
});

const publish = (input: PublishCommandInput, client = data) => client.send(new PublishCommand(input));

describe('a message over HTTPS', () => {
  it('reaches who has subscribed, at QoS 0 and 1', async () => {
    for (const qos of [0, 1]) {
      await publish({ topic: 'a/b', qos, payload: Buffer.from(`qos ${qos}`) });
      expect(await receiver.message(({ payload }) => payload === `qos ${qos}`)).toMatchObject({ topic: 'a/b' });
    }
  });

  it('brings what MQTT 5 knows of it', async () => {
    await publish({
      topic: 'a/properties',
      payload: Buffer.from('{}'),
      userProperties: JSON.stringify([{ deviceName: 'alpha' }, { deviceCnt: '45' }]),
      payloadFormatIndicator: 'UTF8_DATA',
      contentType: 'application/json',
      responseTopic: 'a/answers',
      correlationData: Buffer.from('first').toString('base64'),
      messageExpiry: 60,
    });
    const { properties } = await receiver.message(({ topic }) => topic === 'a/properties');
    expect(properties).toMatchObject({
      userProperties: { deviceName: 'alpha', deviceCnt: '45' },
      payloadFormatIndicator: true,
      contentType: 'application/json',
      responseTopic: 'a/answers',
      correlationData: Buffer.from('first'),
      messageExpiryInterval: expect.any(Number),
    });
  });

  it.each([
    { title: 'at QoS 2', input: { topic: 'a', qos: 2 } },
    { title: 'on a wildcard', input: { topic: 'a/+' } },
    { title: 'on a topic of nine levels', input: { topic: 'a/b/c/d/e/f/g/h/i' } },
    { title: 'on a topic of AWS', input: { topic: '$aws/events/presence/connected/x' } },
    { title: 'that is too long', input: { topic: 'a', payload: Buffer.alloc(128 * 1024 + 1) } },
    { title: 'with user properties that are none', input: { topic: 'a', userProperties: '{"a":"b"}' } },
    { title: 'with correlation data that is no base64', input: { topic: 'a', correlationData: '?' } },
    { title: 'on a topic with U+0000', input: { topic: 'a/\0' } },
    { title: 'with U+0000 to respond to', input: { topic: 'a', responseTopic: 'a/\0' } },
    { title: 'of a type with U+0000', input: { topic: 'a', contentType: 'text/\0' } },
    { title: 'with a user property with U+0000', input: { topic: 'a', userProperties: '[{"a":"\\u0000"}]' } },
    { title: 'with a wildcard to respond to', input: { topic: 'a', responseTopic: 'a/#' } },
  ])('is refused $title', async ({ input }) => {
    await expect(publish(input)).rejects.toMatchObject({
      name: 'InvalidRequestException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('of 128 KB is not too long', async () => {
    await expect(publish({ topic: 'elsewhere', payload: Buffer.alloc(128 * 1024) })).resolves.toBeDefined();
  });

  it('is a request where the topic is one of a shadow', async () => {
    const answers = await connectAs(sandbox, 'shadow');
    await answers.subscribe('$aws/things/none/shadow/get/rejected');
    await publish({ topic: '$aws/things/none/shadow/get' });
    expect(JSON.parse((await answers.message()).payload)).toMatchObject({ code: 404 });
    await answers.end();
  });

  it('may be signed for the data plane alone', async () => {
    const credentials = sandbox.views.operator() as AwsCredentials;
    const refused = await signedFetch(`${sandbox.url}/topics/a`, { credentials, service: 'iot', body: 'x' });
    expect(refused.status).toBe(403);
    const taken = await signedFetch(`${sandbox.url}/topics/a`, { credentials, service: 'iotdata', body: 'x' });
    expect([taken.status, await taken.json()]).toEqual([200, expect.objectContaining({ message: 'OK' })]);
  });
});

describe('a user', () => {
  it('publishes over HTTPS what role AND attached policy allow', async () => {
    const user = await signedInUser(sandbox);
    const asUser = iotClients(sandbox, user.credentials).data;
    const topic = `users/${user.identityId}/hello`;
    await receiver.subscribe(topic);
    const forbidden = { name: 'ForbiddenException', $metadata: { httpStatusCode: 403 } };
    await expect(publish({ topic }, asUser)).rejects.toMatchObject(forbidden);
    await awsClients(sandbox).attach(user);
    await publish({ topic, payload: Buffer.from('mine') }, asUser);
    expect(await receiver.message(({ payload }) => payload === 'mine')).toMatchObject({ topic });
    await expect(publish({ topic: 'users/other/hello' }, asUser)).rejects.toMatchObject(forbidden);
    // What may be published may not be retained for that.
    await expect(publish({ topic, retain: true }, asUser)).rejects.toMatchObject(forbidden);
    const [last] = sandbox.views.decisions(0).slice(-1);
    expect(last).toMatchObject({ action: 'iot:RetainPublish', identityId: user.identityId, allowed: false });
  });
});
