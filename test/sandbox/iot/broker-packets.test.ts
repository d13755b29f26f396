import { identityId } from '../iam/policies.js';
import { type BrokerPlace, event, newBrokerPlace, topicsUntil } from './broker-place.js';
import {
  bytes,
  connectPacket,
  packet,
  publishPacket,
  type RawClient,
  rawClient,
  remainingLength,
  subscribePacket,
  unsubscribePacket,
} from './raw-packets.js';

let place: BrokerPlace;
const raw: RawClient[] = [];
beforeEach(async () => {
  place = await newBrokerPlace();
});
afterEach(async () => {
  for (const client of raw.splice(0)) client.end();
  await place.stop();
});

async function open(): Promise<RawClient> {
  const client = await rawClient(place.url);
  raw.push(client);
  return client;
}

async function connected(suffix = ''): Promise<RawClient> {
  const client = await open();
  client.send(connectPacket({ clientId: `${identityId}${suffix}` }));
  await client.connack();
  return client;
}

const CONNACK = [0x20, 2, 0, 0];

describe('a SUBSCRIBE', () => {
  it.each(['own/a+', 'own/+a', 'own/a#', 'own/#/a', 'own/##', '+a', 'a#', 'own/+#'])(
    'to %s, where a wildcard is no whole level, ends the connection',
    async (filter) => {
      const client = await connected();
      client.send(subscribePacket([filter]));
      await client.closed;
      expect(place.lastEnd()).toMatchObject({ reason: 'CLIENT_ERROR', explanation: expect.stringContaining(filter) });
    },
  );

  it('to an empty filter ends the connection', async () => {
    const client = await connected();
    client.send(subscribePacket(['']));
    await client.closed;
    expect(place.lastEnd()).toEqual({ reason: 'CLIENT_ERROR', explanation: 'a topic is not empty' });
  });

  it.each([
    { title: 'of nine filters', filters: Array.from({ length: 9 }, (_, number) => `own/${number}`) },
    { title: 'with a foreign filter', filters: ['own/a', 'other/a'] },
    { title: 'with a filter that is none', filters: ['own/a', 'own/a+'] },
  ])('$title grants nothing, and a persistent session takes nothing of it up', async ({ filters }) => {
    const client = await open();
    client.send(connectPacket({ clientId: identityId, clean: false }));
    await client.connack();
    client.send(subscribePacket(filters));
    await client.closed;
    expect([...client.received()]).toEqual(CONNACK);
    place.clock.advance(1000);
    const again = await place.connect('', { clean: false });
    const topics = topicsUntil(again, 'sensor/end');
    const other = await place.connect('-other');
    await again.subscribeAsync('sensor/end');
    for (const topic of ['own/a', 'own/1', 'sensor/end']) await other.publishAsync(topic, 'x', { qos: 1 });
    expect(await topics).toEqual(['sensor/end']);
  });

  it('beyond 50 subscriptions ends the connection, also when it comes in the same message', async () => {
    const client = await connected();
    const some = (from: number) => Array.from({ length: 8 }, (_, number) => `own/${from + number}`);
    client.send(Buffer.concat([0, 8, 16, 24, 32, 40, 48].map((from) => subscribePacket(some(from)))));
    await client.closed;
    expect(place.lastEnd()).toMatchObject({ reason: 'THROTTLED' });
  });

  it('after an UNSUBSCRIBE in the same message holds', async () => {
    const client = await connected();
    client.send(subscribePacket(['own/a']));
    client.send(Buffer.concat([unsubscribePacket(['own/a'], { id: 2 }), subscribePacket(['own/b'], { id: 3 })]));
    client.send(publishPacket('own/b', { qos: 1, payload: 'heard' }));
    while (!client.received().includes('heard')) await new Promise((resolve) => setImmediate(resolve));
    expect(place.broker.connections()[0]?.subscriptions).toEqual(['own/b']);
  });

  it('to a wildcard gets what is published later, and nothing that was retained before', async () => {
    const client = await place.connect();
    await client.publishAsync('own/kept', 'before', { qos: 1, retain: true });
    await client.subscribeAsync('own/+');
    await client.subscribeAsync('own/#');
    const topics = topicsUntil(client, 'own/end');
    await client.publishAsync('own/end', 'x', { qos: 1 });
    expect(await topics).toEqual(['own/end']);
    const message = event(client, 'message');
    await client.subscribeAsync('own/kept');
    expect((await message)[2]).toMatchObject({ topic: 'own/kept', retain: true });
  });
});

describe('a refused SUBSCRIBE that is answered', () => {
  it('stays refused beside another in the same message', async () => {
    await place.stop();
    place = await newBrokerPlace({ refusedSubscribe: 'suback' });
    const client = await connected();
    client.send(
      Buffer.concat([subscribePacket(['other/a', 'own/a'], { id: 1 }), subscribePacket(['own/b'], { id: 2 })]),
    );
    const expected = [...CONNACK, 0x90, 4, 0, 1, 0x80, 0, 0x90, 3, 0, 2, 0];
    while (client.received().length < expected.length) await new Promise((resolve) => setImmediate(resolve));
    expect([...client.received()]).toEqual(expected);
  });
});

describe('a packet', () => {
  it.each([
    { title: 'SUBSCRIBE', bytes: subscribePacket(['own/a']) },
    { title: 'PUBLISH', bytes: publishPacket('own/a') },
    { title: 'DISCONNECT', bytes: packet(14, 0) },
  ])('$title before CONNACK ends the connection', async ({ title, bytes }) => {
    const client = await open();
    client.send(Buffer.concat([connectPacket({ clientId: identityId }), bytes]));
    await client.closed;
    const explanation = `a client waits for CONNACK before ${title}`;
    expect(place.lastEnd()).toEqual({ reason: 'CLIENT_ERROR', explanation });
  });

  it.each([
    { title: 'with packet ID 0', bytes: publishPacket('own/a', { qos: 1, id: 0 }), words: 'packet ID 0' },
    { title: 'with DUP at QoS 0', bytes: publishPacket('own/a', { dup: true }), words: 'DUP at QoS 0' },
    { title: 'with a topic that is no text', bytes: publishPacket(bytes(0xff)), words: 'not UTF-8' },
    { title: 'with U+0000 in its topic', bytes: publishPacket('own/\0'), words: 'U+0000' },
    { title: 'to a wildcard', bytes: publishPacket('own/+'), words: 'not to the wildcard own/+' },
    { title: 'to an empty topic', bytes: publishPacket(''), words: 'a topic is not empty' },
  ])('$title ends the connection', async ({ bytes, words }) => {
    const client = await connected();
    client.send(bytes);
    await client.closed;
    expect(place.lastEnd()).toEqual({ reason: 'CLIENT_ERROR', explanation: expect.stringContaining(words) });
  });

  it('DISCONNECT ends the connection in good order, and not as what is refused', async () => {
    const [leaving, refused] = [await connected(), await connected('-refused')];
    leaving.send(packet(14, 0));
    expect(await leaving.closed).toBe(1000);
    refused.send(packet(14, 1));
    expect(await refused.closed).toBe(1006);
  });

  it('in a text frame ends the connection', async () => {
    const client = await open();
    client.send(connectPacket({ clientId: 'a' }).toString('latin1'));
    await client.closed;
    expect(client.received()).toHaveLength(0);
    expect(place.lastEnd()).toEqual({
      reason: 'CLIENT_ERROR',
      explanation: 'MQTT comes in binary frames, not in text',
    });
  });

  it('that is announced as 200 MB is refused by its first bytes', async () => {
    const client = await connected();
    client.send(Buffer.concat([bytes(0x30), remainingLength(200 * 1024 * 1024)]));
    await client.closed;
    expect(place.lastEnd()).toEqual({ reason: 'CLIENT_ERROR', explanation: expect.stringContaining('a packet has') });
  });

  it.each([
    { title: 'with a length of five bytes', bytes: bytes(0x30, 0x80, 0x80, 0x80, 0x80, 1) },
    { title: 'that is announced as one byte too many', bytes: Buffer.concat([bytes(0x30), remainingLength(131_333)]) },
  ])('$title is refused', async ({ bytes }) => {
    const client = await connected();
    client.send(bytes);
    await client.closed;
    expect(place.lastEnd()?.reason).toBe('CLIENT_ERROR');
  });

  it('in a message of 1 MB is not kept: the WebSocket closes as too big', async () => {
    const client = await connected();
    client.send(Buffer.alloc(1024 * 1024));
    expect(await client.closed).toBe(1009);
    while (place.lastEnd() === undefined) await new Promise((resolve) => setImmediate(resolve));
    expect(place.lastEnd()?.reason).toBe('CLIENT_ERROR');
  });

  it('is taken byte by byte, and several at once', async () => {
    const client = await open();
    for (const byte of connectPacket({ clientId: identityId })) client.send(bytes(byte));
    await client.connack();
    client.send(Buffer.concat([subscribePacket(['own/a']), publishPacket('own/a', { payload: 'heard' })]));
    while (!client.received().includes('heard')) await new Promise((resolve) => setImmediate(resolve));
  });
});

describe('a failure of the sandbox itself over a packet', () => {
  it.each([
    { action: 'iot:Connect', options: {} },
    { action: 'iot:Publish', options: {} },
    { action: 'iot:Subscribe', options: {} },
    { action: 'iot:Receive', options: {} },
  ])('($action) ends that connection alone, and is told once', async ({ action }) => {
    const other = await place.connect('-other');
    const secret = `IQoJb3JpZ2luX2Vj${'a1'.repeat(40)}`;
    place.breakOn(action, `${identityId}-broken`, new TypeError(`cannot read ${secret}`));
    const client = place.open('-broken');
    const closed = event(client, 'close');
    client.on('connect', () => {
      client.subscribe('own/a', () => client.publish('own/a', 'x', () => undefined));
    });
    await closed;
    expect(place.lastEnd()).toEqual({ reason: 'SERVER_ERROR', explanation: expect.stringContaining('fault 1') });
    expect(place.faults).toEqual([
      expect.objectContaining({ number: 1, name: 'TypeError', message: 'cannot read […]' }),
    ]);
    expect(place.faults[0]?.where).toMatch(/^MQTT /);
    expect(JSON.stringify(place.faults)).not.toContain(secret);
    await other.publishAsync('own/b', 'x', { qos: 1 });
  });
});
