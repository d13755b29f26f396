import { connect as connectSocket } from 'node:net';
import { text } from 'node:stream/consumers';
import { identityId } from '../iam/policies.js';
import { answerTo, type BrokerPlace, event, newBrokerPlace, topicsUntil } from './broker-place.js';

let place: BrokerPlace;
beforeEach(async () => {
  place = await newBrokerPlace();
});
afterEach(() => place.stop());

const nothing = () => undefined;
const quiet = { qos: 0 as const };

describe('a CONNECT', () => {
  it.each([
    { title: 'with a foreign client ID', options: { clientId: 'us-east-1:other' }, reason: 'AUTH_ERROR' },
    { title: 'with a client ID that starts with $', options: { clientId: '$x' }, reason: 'CLIENT_ERROR' },
    {
      title: 'with a client ID of 129 bytes',
      options: { clientId: identityId.padEnd(129, 'x') },
      reason: 'CLIENT_ERROR',
    },
    {
      title: 'with a will for a shadow',
      options: {
        will: { topic: '$aws/things/x/shadow/update', payload: Buffer.from('{}'), qos: 0 as const, retain: false },
      },
      reason: 'CLIENT_ERROR',
      words: 'last will',
    },
  ])('$title gets no CONNACK', async ({ options, reason, words = '' }) => {
    const client = place.open('', options);
    expect(await answerTo(client, nothing)).toBe('close');
    expect(place.lastEnd()).toEqual({ reason, explanation: expect.stringContaining(words) });
  });

  it('of MQTT 3.1 with a long client ID is taken', async () => {
    const client = await place.connect('', { protocolVersion: 3, protocolId: 'MQIsdp' });
    expect(client.connected).toBe(true);
  });

  it('within a second of another with the same client ID is refused, and later takes the connection over', async () => {
    const first = await place.connect();
    const closed = event(first, 'close');
    await expect(place.connect()).rejects.toThrow('one CONNECT a second');
    place.clock.advance(1000);
    await place.connect();
    await closed;
    expect(place.lastEnd()?.reason).toBe('DUPLICATE_CLIENTID');
  });

  it('with a persistent session is asked for as such', async () => {
    const { attachments } = place;
    attachments.detach('Users', identityId);
    await expect(place.connect('', { clean: false })).rejects.toThrow('IoT policy (none attached');
  });
});

describe('a PUBLISH', () => {
  it.each([
    { title: 'to a foreign topic', topic: 'other/a', options: {}, reason: 'FORBIDDEN_ACCESS' },
    { title: 'with QoS 2', topic: 'own/a', options: { qos: 2 as const }, reason: 'CLIENT_ERROR' },
    { title: 'to a reserved topic', topic: '$aws/things/x/jobs/get', options: {}, reason: 'CLIENT_ERROR' },
    {
      title: 'of an answer of a shadow',
      topic: '$aws/things/x/shadow/get/accepted',
      options: {},
      reason: 'CLIENT_ERROR',
    },
    {
      title: 'to a shadow, to be retained,',
      topic: '$aws/things/x/shadow/update',
      options: { retain: true },
      reason: 'CLIENT_ERROR',
    },
    {
      title: 'of 128 KiB and a byte',
      topic: 'own/a',
      payload: 'x'.repeat(131_073),
      options: {},
      reason: 'CLIENT_ERROR',
    },
    { title: 'to a topic of 257 bytes', topic: `own/${'x'.repeat(253)}`, options: {}, reason: 'CLIENT_ERROR' },
    { title: 'to a topic of nine levels', topic: 'own/2/3/4/5/6/7/8/9', options: {}, reason: 'CLIENT_ERROR' },
    {
      title: 'that is retained without iot:RetainPublish',
      topic: 'own/a',
      options: { retain: true },
      reason: 'FORBIDDEN_ACCESS',
    },
  ])('$title ends the connection without an answer', async ({ topic, payload = 'x', options, reason }) => {
    const client = await place.connect();
    expect(await answerTo(client, () => client.publish(topic, payload, { qos: 1, ...options }, nothing))).toBe('close');
    expect(place.lastEnd()?.reason).toBe(reason);
  });

  it('of 128 KiB is taken', async () => {
    const client = await place.connect();
    expect(await answerTo(client, () => client.publish('own/a', 'x'.repeat(131_072), { qos: 1 }))).toBe('puback');
  });

  it('beyond 100 a second ends the connection', async () => {
    const client = await place.connect();
    const closed = event(client, 'close');
    for (let number = 0; number < 400; number++) client.publish('own/a', 'x', quiet, nothing);
    await closed;
    expect(place.lastEnd()).toMatchObject({ reason: 'THROTTLED' });
  });

  it('is refused, and nothing received any more, once the policy is detached', async () => {
    const [client, other] = [await place.connect('-1'), await place.connect('-2')];
    await other.subscribeAsync('own/#');
    const before = topicsUntil(other, 'own/before');
    await client.publishAsync('own/before', 'x', { qos: 1 });
    const received = await before;
    place.attachments.detach('Users', identityId);
    expect(await answerTo(client, () => client.publish('own/after', 'x', { qos: 1 }, nothing))).toBe('close');
    expect(received).toEqual(['own/before']);
  });
});

describe('a SUBSCRIBE', () => {
  it.each([
    { title: 'to a foreign filter', filters: ['other/#'], reason: 'FORBIDDEN_ACCESS' },
    { title: 'to a wildcard above the own topics', filters: ['+/a'], reason: 'FORBIDDEN_ACCESS' },
    { title: 'to a reserved topic', filters: ['$aws/things/x/jobs/#'], reason: 'CLIENT_ERROR' },
    { title: 'to all reserved topics', filters: ['$aws/#'], reason: 'CLIENT_ERROR' },
    { title: 'to more than the shadows of things', filters: ['$aws/things/#'], reason: 'CLIENT_ERROR' },
    { title: 'with QoS 2', filters: ['own/a'], qos: 2 as const, reason: 'CLIENT_ERROR' },
  ])('$title ends the connection without a SUBACK', async ({ filters, qos = 0, reason }) => {
    const client = await place.connect();
    expect(await answerTo(client, () => client.subscribe(filters, { qos: qos as 0 | 2 }, nothing))).toBe('close');
    expect(place.lastEnd()?.reason).toBe(reason);
  });

  it('with nine filters ends the connection', async () => {
    const client = await place.connect();
    const closed = event(client, 'close');
    client.subscribe(
      Array.from({ length: 9 }, (_, number) => `own/${number}`),
      nothing,
    );
    await closed;
    expect(place.lastEnd()).toEqual({ reason: 'CLIENT_ERROR', explanation: '8 filters in one SUBSCRIBE' });
  });

  it('beyond 50 subscriptions ends the connection', async () => {
    const client = await place.connect();
    for (let number = 0; number < 50; number++) await client.subscribeAsync(`own/${number}`);
    await client.unsubscribeAsync('own/0');
    await client.subscribeAsync('own/again');
    expect(await answerTo(client, () => client.subscribe('own/more', nothing))).toBe('close');
    expect(place.lastEnd()).toMatchObject({ reason: 'THROTTLED' });
  });

  it('to sensor/# does not cover sensor itself', async () => {
    const client = await place.connect();
    await client.subscribeAsync(['sensor/#', 'own/end']);
    const topics = topicsUntil(client, 'own/end');
    for (const topic of ['sensor', 'sensor/1', 'own/end']) await client.publishAsync(topic, 'x', { qos: 1 });
    expect(await topics).toEqual(['sensor/1', 'own/end']);
  });

  it('to # does not reach the topics of shadows', async () => {
    place.things.create('x');
    const [all, some] = [await place.connect('-1'), await place.connect('-2')];
    await all.subscribeAsync('#');
    await some.subscribeAsync('$aws/things/+/shadow/#');
    const answered = topicsUntil(some, '$aws/things/x/shadow/get/rejected');
    const topics = topicsUntil(all, 'own/end');
    await some.publishAsync('$aws/things/x/shadow/get', '', { qos: 1 });
    expect(await answered).toEqual(['$aws/things/x/shadow/get', '$aws/things/x/shadow/get/rejected']);
    await some.publishAsync('own/end', 'x', { qos: 1 });
    expect(await topics).toEqual(['own/end']);
  });

  it('gets the message that was retained with permission', async () => {
    const client = await place.connect();
    await client.publishAsync('own/kept', 'hello', { qos: 1, retain: true });
    const message = event(client, 'message');
    await client.subscribeAsync('own/kept');
    expect((await message)[2]).toMatchObject({ topic: 'own/kept', retain: true });
  });
});

describe('a connection', () => {
  it.each([
    { title: 'ends with its credentials', hours: 1, move: 1, reason: 'AUTH_ERROR', early: 0.9 },
    { title: 'ends after 24 hours', hours: 48, move: 24, reason: 'WEBSOCKET_TTL_EXPIRATION', early: 23 },
  ])('$title', async ({ hours, move, reason, early }) => {
    place.caller.expiration = place.clock.now() + hours * 3_600_000;
    const client = await place.connect();
    place.clock.advance(early * 3_600_000);
    expect(place.broker.connections()[0]?.end).toBeUndefined();
    const closed = event(client, 'close');
    place.clock.advance((move - early) * 3_600_000);
    await closed;
    expect(place.lastEnd()?.reason).toBe(reason);
  });

  it('ends by DeleteConnection, which knows no other client', async () => {
    const client = await place.connect();
    const closed = event(client, 'close');
    expect(place.broker.disconnect('other')).toBe(false);
    expect(place.broker.disconnect(identityId)).toBe(true);
    await closed;
    expect(place.lastEnd()?.reason).toBe('API_INITIATED_DISCONNECT');
  });

  it.each([
    { topic: 'own/will', said: ['own/will', 'own/end'] },
    { topic: 'other/will', said: ['own/end'] },
  ])('that is lost leaves its will at $topic only where it may publish', async ({ topic, said }) => {
    const listener = await place.connect('-listener');
    await listener.subscribeAsync('own/#');
    const topics = topicsUntil(listener, 'own/end');
    const client = await place.connect('', { will: { topic, payload: Buffer.from('x'), qos: 0, retain: false } });
    client.stream.destroy();
    await event(client, 'close');
    while (place.broker.connections().filter(({ end }) => end === undefined).length > 1)
      await listener.publishAsync('sensor', '', { qos: 1 });
    await listener.publishAsync('own/end', 'x', { qos: 1 });
    expect(await topics).toEqual(said);
  });
});

describe('the upgrade', () => {
  it.each([
    { title: 'on another path', path: '/other', protocol: 'mqtt', status: 404 },
    { title: 'without a sub-protocol', path: '/mqtt', protocol: undefined, status: 400 },
    { title: 'with a foreign sub-protocol', path: '/mqtt', protocol: 'chat', status: 400 },
  ])('$title is refused with $status and the socket closed', async ({ path, protocol, status }) => {
    const socket = connectSocket({ port: Number(new URL(place.url).port), host: '127.0.0.1', allowHalfOpen: true });
    const lines = [
      'Host: x',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ];
    if (protocol !== undefined) lines.push(`Sec-WebSocket-Protocol: ${protocol}`);
    socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    expect(await text(socket)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    socket.destroy();
  });
});
