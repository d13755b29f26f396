import { identityId } from '../iam/policies.js';
import { type BrokerPlace, event, newBrokerPlace } from './broker-place.js';
import { type Mqtt5Client, message, mqtt5Client, until, written } from './mqtt5-client.js';
import { bytes, packet } from './raw-packets.js';

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

const gone = async (suffix = '') => {
  while (place.broker.connection(`${identityId}${suffix}`)?.connected === true) await new Promise(setImmediate);
};

describe('a message', () => {
  const properties = {
    payloadFormatIndicator: true,
    contentType: 'text/plain',
    responseTopic: 'own/answer',
    correlationData: Buffer.from([0, 1, 255]),
  };

  it('brings its properties to MQTT 5, user properties in their order, and nothing of them to MQTT 3.1.1', async () => {
    const old = await place.connect('-old');
    await old.subscribeAsync('own/a');
    const client = await connected();
    await subscribed(client, 'own/a');
    // As bytes: the library would sort what has the same name together.
    const pairs = ['b', '1', 'a', '2', 'b', '3'].map((text) => Buffer.from([0, 1, text.charCodeAt(0)]));
    const user = Buffer.concat(pairs.map((text, index) => (index % 2 === 0 ? Buffer.from([38, ...text]) : text)));
    const others = written(message('own/a', { properties })).subarray(1 + 1 + 2 + 5 + 1, -1);
    const body = Buffer.concat([others, user]);
    const raw = packet(3, 0, bytes(0, 5), Buffer.from('own/a'), bytes(body.length), body, Buffer.from('x'));
    const received = event(old, 'message');
    client.send(raw);
    const { messageId: _, ...got } = await client.next();
    expect(got.properties).toMatchObject({ ...properties, userProperties: { b: ['1', '3'], a: '2' } });
    const [topic, payload] = await received;
    expect([topic, String(payload)]).toEqual(['own/a', 'x']);
    place.broker.publish({ topic: 'own/a', payload: 'y', properties: { userProperties: [['b', '1']] } });
    expect((await client.next()).properties).toEqual({ userProperties: { b: '1' } });
  });

  it.each([
    { title: 'a content type of 257 bytes', properties: { contentType: 'x'.repeat(257) }, code: 0x97 },
    { title: 'a wildcard as response topic', properties: { responseTopic: 'own/+' }, code: 0x90 },
  ])('with $title is refused', async ({ properties, code }) => {
    const client = await connected();
    client.send(message('own/a', { qos: 1, messageId: 7, properties }));
    expect(await client.next()).toMatchObject({ cmd: 'puback', messageId: 7, reasonCode: code });
  });

  it('may name its topic by an alias that the client gave it', async () => {
    const client = await connected();
    await subscribed(client, 'own/#');
    client.send(message('own/a', { properties: { topicAlias: 8 } }));
    client.send(message('', { properties: { topicAlias: 8 } }), message('own/end'));
    expect(await until(client, 'own/end')).toEqual(['own/a', 'own/a', 'own/end']);
    // Another connection knows nothing of it.
    const other = await connected('-other');
    other.send(message('', { properties: { topicAlias: 8 } }));
    expect(await other.next()).toMatchObject({ cmd: 'disconnect', reasonCode: 0x82 });
  });

  it.each([0, 9])('with the alias %d ends the connection', async (topicAlias) => {
    const client = await connected();
    client.send(message('own/a', { properties: { topicAlias } }));
    expect(await client.next()).toMatchObject({ cmd: 'disconnect', reasonCode: 0x94 });
  });

  it('is asked about by the topic that its alias stands for', async () => {
    const client = await connected();
    client.send(message('other/a', { qos: 1, messageId: 1, properties: { topicAlias: 1 } }));
    expect(await client.next()).toMatchObject({ cmd: 'puback', reasonCode: 0x87 });
    client.send(message('', { qos: 1, messageId: 2, properties: { topicAlias: 1 } }));
    expect(await client.next()).toMatchObject({ cmd: 'puback', reasonCode: 0x87 });
  });

  it.each([
    { given: 30, waited: 20_500, left: 9 },
    { given: 0, waited: 0, left: 1 },
    { given: 30, waited: 29_500, left: 0 },
    { given: 999_999, waited: 0, left: 604_800 },
  ])('that expires in $given s says after $waited ms that $left s are left', async ({ given, waited, left }) => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    const client = await connected();
    const properties = { messageExpiryInterval: given };
    client.send(message('own/kept', { qos: 1, messageId: 1, retain: true, properties }));
    await client.next();
    place.clock.advance(waited);
    await subscribed(client, 'own/kept');
    expect((await client.next()).properties).toEqual({ messageExpiryInterval: left });
    jest.restoreAllMocks();
  });

  it('that has expired greets nobody, and is not kept for anybody', async () => {
    const away = await connected('-away', { properties: { sessionExpiryInterval: 3600 } });
    await subscribed(away, 'own/#');
    away.end();
    await gone('-away');
    const client = await connected();
    const properties = { messageExpiryInterval: 2 };
    client.send(message('own/kept', { qos: 1, messageId: 1, retain: true, properties }));
    await client.next();
    client.send(message('own/end', { qos: 1, messageId: 2 }));
    await client.next();
    place.clock.advance(2000);
    expect(place.broker.retained.get('own/kept')).toBeUndefined();
    const back = await connected('-away', { clean: false, properties: { sessionExpiryInterval: 3600 } });
    expect(await until(back, 'own/end')).toEqual(['own/end']);
  });
});
