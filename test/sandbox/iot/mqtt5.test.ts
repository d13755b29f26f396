import { identityId } from '../iam/policies.js';
import { type BrokerPlace, newBrokerPlace, topicsUntil } from './broker-place.js';
import { type Mqtt5Client, message, mqtt5Client, until, written } from './mqtt5-client.js';
import { bytes, packet, remainingLength } from './raw-packets.js';

let place: BrokerPlace;
const clients: Mqtt5Client[] = [];
beforeEach(async () => {
  place = await newBrokerPlace();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end();
  await place.stop();
});

async function open(suffix = ''): Promise<Mqtt5Client> {
  const client = await mqtt5Client(place.url, `${identityId}${suffix}`);
  clients.push(client);
  return client;
}

async function connected(suffix = '', options: Parameters<Mqtt5Client['connect']>[0] = {}): Promise<Mqtt5Client> {
  const client = await open(suffix);
  expect(await client.connect(options)).toMatchObject({ cmd: 'connack', reasonCode: 0 });
  return client;
}

async function subscribed(client: Mqtt5Client, topic: string, options: object = {}): Promise<void> {
  client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos: 1, ...options }] });
  expect(await client.next()).toMatchObject({ cmd: 'suback', granted: [1] });
}

describe('CONNACK', () => {
  it("says what AWS IoT's does", async () => {
    const client = await open();
    expect(await client.connect({ keepalive: 10, properties: { sessionExpiryInterval: 90_000 } })).toMatchObject({
      sessionPresent: false,
      properties: {
        sessionExpiryInterval: 3600,
        serverKeepAlive: 30,
        receiveMaximum: 100,
        topicAliasMaximum: 8,
        maximumQoS: 1,
        retainAvailable: true,
        maximumPacketSize: 149_504,
        wildcardSubscriptionAvailable: true,
        subscriptionIdentifiersAvailable: false,
        sharedSubscriptionAvailable: false,
      },
    });
  });

  it('names the client ID that it made up, which the policies must allow', async () => {
    const refused = await open();
    expect(await refused.connect({ clientId: '' })).toMatchObject({ reasonCode: 0x87 });
    await place.stop();
    place = await newBrokerPlace({ more: [{ Effect: 'Allow', Action: 'iot:Connect', Resource: '*' }] });
    const client = await open();
    const { properties } = await client.connect({ clientId: '' });
    expect(properties.assignedClientIdentifier).toMatch(/^[\da-f-]{36}$/);
    expect(place.broker.connection(properties.assignedClientIdentifier)).toMatchObject({ connected: true });
  });

  it.each([
    { title: 'enhanced authentication', options: { properties: { authenticationMethod: 'x' } }, code: 0x8c },
    {
      title: 'a will with a delay',
      options: { will: { topic: 'own/a', payload: 'x', properties: { willDelayInterval: 5 } } },
      code: 0x80,
    },
  ])('refuses $title, which AWS IoT has not', async ({ options, code }) => {
    const client = await open();
    expect(await client.connect(options)).toMatchObject({ cmd: 'connack', reasonCode: code });
    expect(await client.next()).toBe('close');
  });
});

describe('a subscription', () => {
  it('may leave out what the client publishes itself, and keep the flag of what is retained', async () => {
    const [client, other] = [await connected(), await connected('-other')];
    await subscribed(client, 'own/kept', { nl: true, rap: true, rh: 0 });
    client.send(message('own/kept'));
    other.send(message('own/kept', { retain: true }));
    const got = await client.next();
    expect(got).toMatchObject({ topic: 'own/kept', retain: true, qos: 0 });
  });

  it.each([
    { rh: 0, first: 1, again: 1 },
    { rh: 1, first: 1, again: 0 },
    { rh: 2, first: 0, again: 0 },
  ])(
    'with retain handling $rh is greeted by what is retained $first and $again times',
    async ({ rh, first, again }) => {
      place.broker.publish({ topic: 'own/kept', payload: 'x', retain: true, qos: 0 });
      const client = await connected();
      for (const times of [first, again]) {
        await subscribed(client, 'own/kept', { nl: false, rap: false, rh });
        client.send({ cmd: 'pingreq' });
        const came: string[] = [];
        while (came.at(-1) !== 'pingresp') came.push((await client.next()).cmd);
        expect(came).toEqual([...Array.from({ length: times }, () => 'publish'), 'pingresp']);
      }
    },
  );

  it('with an identifier ends the connection', async () => {
    const client = await connected();
    const properties = { subscriptionIdentifier: 1 };
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'own/a', qos: 0 }], properties });
    expect(await client.next()).toMatchObject({ cmd: 'disconnect', reasonCode: 0xa1 });
  });

  it('that is not there is told when it is given up', async () => {
    const client = await connected();
    await subscribed(client, 'own/a');
    client.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: ['own/a', 'own/b'] });
    expect(await client.next()).toMatchObject({ cmd: 'unsuback', messageId: 2, granted: [0, 0x11] });
  });
});

describe('flow', () => {
  it('holds messages of QoS 1 back while the client has not acknowledged as many as it takes', async () => {
    const client = await connected('', { properties: { receiveMaximum: 2 } });
    await subscribed(client, 'own/#');
    for (const number of [1, 2, 3]) place.broker.publish({ topic: `own/${number}`, payload: 'x' });
    place.broker.publish({ topic: 'own/now', payload: 'x', qos: 0 });
    const [first, second, unheld] = [await client.next(), await client.next(), await client.next()];
    expect([first.topic, second.topic, unheld.topic]).toEqual(['own/1', 'own/2', 'own/now']);
    client.send({ cmd: 'puback', messageId: second.messageId });
    expect(await client.next()).toMatchObject({ topic: 'own/3', qos: 1 });
  });

  it('ends where a client sends more messages of QoS 1 than may wait for their PUBACK', async () => {
    const client = await connected();
    const all = Array.from({ length: 101 }, (_, index) => message('own/a', { qos: 1, messageId: index + 1 }));
    client.send(...all);
    const answers: { cmd: string; reasonCode: number }[] = [];
    while (answers.at(-1)?.cmd !== 'disconnect') answers.push(await client.next());
    expect(answers).toHaveLength(101);
    expect(answers.at(-1)?.reasonCode).toBe(0x93);
  });

  it('leaves out a packet that is larger than the client takes', async () => {
    const client = await connected('', { properties: { maximumPacketSize: 100 } });
    await subscribed(client, 'own/#');
    place.broker.publish({ topic: 'own/large', payload: 'x'.repeat(100) });
    place.broker.publish({ topic: 'own/end', payload: 'x' });
    expect(await until(client, 'own/end')).toEqual(['own/end']);
  });
});

describe('a packet', () => {
  it.each([
    { title: 'of more than 149,504 bytes', bytes: Buffer.concat([bytes(0x30), remainingLength(149_501)]), code: 0x95 },
    { title: 'of QoS 2', bytes: packet(6, 2, bytes(0, 1)), code: 0x82 },
    { title: 'AUTH', bytes: packet(15, 0), code: 0x82 },
    { title: 'that ends too early', bytes: packet(3, 0, bytes(0, 9)), code: 0x81 },
    {
      title: 'that is a second CONNECT',
      bytes: written({ cmd: 'connect', protocolVersion: 5, clientId: 'c' }),
      code: 0x82,
    },
  ])('$title ends the connection with its reason', async ({ bytes, code }) => {
    const client = await connected();
    client.send(bytes);
    expect(await client.next()).toMatchObject({ cmd: 'disconnect', reasonCode: code });
    expect(await client.next()).toBe('close');
  });

  it('before CONNACK ends the connection', async () => {
    const client = await open();
    client.send({ cmd: 'connect', protocolVersion: 5, clientId: identityId, clean: true }, message('own/a'));
    expect(await client.next()).toMatchObject({ cmd: 'connack' });
    expect(await client.next()).toMatchObject({ cmd: 'disconnect', reasonCode: 0x82 });
  });
});

describe('a shadow', () => {
  it('answers MQTT 5', async () => {
    place.things.create('x');
    const client = await place.connect('', { protocolVersion: 5 });
    await client.subscribeAsync('$aws/things/x/shadow/get/+');
    const topics = topicsUntil(client, '$aws/things/x/shadow/get/rejected');
    await client.publishAsync('$aws/things/x/shadow/get', '', { qos: 1 });
    expect(await topics).toEqual(['$aws/things/x/shadow/get/rejected']);
  });
});
