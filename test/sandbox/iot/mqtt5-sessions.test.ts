import { identityId } from '../iam/policies.js';
import { type BrokerPlace, newBrokerPlace } from './broker-place.js';
import { type Mqtt5Client, message, mqtt5Client, until } from './mqtt5-client.js';

let place: BrokerPlace;
const clients: Mqtt5Client[] = [];
beforeEach(async () => {
  place = await newBrokerPlace();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end();
  await place.stop();
});

type Options = Parameters<Mqtt5Client['connect']>[0];

/** Connects with what AWS calls a persistent session of ten minutes. */
async function come(options: Options = {}, suffix = ''): Promise<{ client: Mqtt5Client; sessionPresent: boolean }> {
  const client = await mqtt5Client(place.url, `${identityId}${suffix}`);
  clients.push(client);
  const answer = await client.connect({ clean: false, properties: { sessionExpiryInterval: 600 }, ...options });
  expect(answer).toMatchObject({ cmd: 'connack', reasonCode: 0 });
  return { client, sessionPresent: answer.sessionPresent };
}

async function subscribe(client: Mqtt5Client, topic: string): Promise<void> {
  client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos: 1 }] });
  await client.next();
}

async function leave(client: Mqtt5Client, properties: object = {}): Promise<void> {
  client.send({ cmd: 'disconnect', reasonCode: 0, properties });
  expect(await client.next()).toBe('close');
  place.clock.advance(1000);
}

describe('a session', () => {
  it.each<{ title: string; first?: Options; end?: object; again?: Options; seconds: number; isKept: boolean }>([
    { title: 'is kept for its expiry', seconds: 598, isKept: true },
    { title: 'is gone after its expiry', seconds: 600, isKept: false },
    { title: 'ends with the connection unless it has an expiry', first: { properties: {} }, seconds: 0, isKept: false },
    {
      title: 'is kept an hour at most',
      first: { properties: { sessionExpiryInterval: 0xffffffff } },
      seconds: 3600,
      isKept: false,
    },
    { title: 'ends with a clean start', again: { clean: true }, seconds: 0, isKept: false },
    {
      title: 'begins with a clean start and is kept',
      first: { clean: true, properties: { sessionExpiryInterval: 600 } },
      seconds: 0,
      isKept: true,
    },
    { title: 'is ended by DISCONNECT', end: { sessionExpiryInterval: 0 }, seconds: 0, isKept: false },
    { title: 'is kept longer by DISCONNECT', end: { sessionExpiryInterval: 1200 }, seconds: 900, isKept: true },
  ])('$title', async ({ first, end, again, seconds, isKept }) => {
    const { client } = await come(first);
    await subscribe(client, 'own/#');
    await leave(client, end);
    place.clock.advance(seconds * 1000);
    const back = await come(again);
    expect(back.sessionPresent).toBe(isKept);
    expect(place.broker.connections()[0]?.subscriptions).toEqual(isKept ? ['own/#'] : []);
  });

  it('that ends with its connection cannot be kept by DISCONNECT', async () => {
    const { client } = await come({ properties: {} });
    client.send({ cmd: 'disconnect', reasonCode: 0, properties: { sessionExpiryInterval: 5 } });
    expect(await client.next()).toMatchObject({ cmd: 'disconnect', reasonCode: 0x82 });
  });

  it('of one version is not taken up in another', async () => {
    const { client } = await come();
    await leave(client);
    const old = await place.connect('', { clean: false });
    await old.endAsync();
    while (place.broker.connection(identityId)?.connected) await new Promise(setImmediate);
    place.clock.advance(1000);
    expect(await come()).toMatchObject({ sessionPresent: false });
  });

  it('gets what it missed and what it did not acknowledge, ten a second, and nothing of QoS 0', async () => {
    const { client } = await come();
    await subscribe(client, 'own/#');
    place.broker.publish({ topic: 'own/unacknowledged', payload: 'x' });
    expect(await client.next()).toMatchObject({ topic: 'own/unacknowledged', messageId: 1 });
    await leave(client);
    place.broker.publish({ topic: 'own/0', payload: 'x', qos: 0 });
    for (let number = 1; number <= 12; number++) place.broker.publish({ topic: `own/${number}`, payload: 'x' });
    const { client: back } = await come();
    const names = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => `own/${from + index}`);
    expect(await until(back, 'own/9')).toEqual(['own/unacknowledged', ...names(1, 9)]);
    back.send({ cmd: 'puback', messageId: 2 }, { cmd: 'pingreq' });
    expect(await back.next()).toMatchObject({ cmd: 'pingresp' });
    place.clock.advance(1000);
    expect(await until(back, 'own/12')).toEqual(names(10, 12));
  });

  it('keeps a thousand messages, and drops what comes after', async () => {
    const { client } = await come();
    await subscribe(client, 'own/#');
    await leave(client);
    for (let number = 1; number <= 1001; number++) place.broker.publish({ topic: `own/${number}`, payload: 'x' });
    const { client: back } = await come();
    const got: string[] = [];
    while (got.length < 1000) {
      const { cmd, topic, messageId } = await back.next();
      if (cmd !== 'publish') continue;
      got.push(topic);
      back.send({ cmd: 'puback', messageId });
      if (got.length % 10 === 0) place.clock.advance(1000);
    }
    expect(got.at(-1)).toBe('own/1000');
    place.broker.publish({ topic: 'own/end', payload: 'x' });
    expect(await until(back, 'own/end')).toEqual(['own/end']);
  });
});

it('keeps 16 MB of messages for a client that does not acknowledge, and drops what comes after', async () => {
  const { client } = await come({ properties: { sessionExpiryInterval: 600, receiveMaximum: 1 } });
  await subscribe(client, 'own/#');
  const large = Buffer.alloc(128 * 1024);
  const send = (topic: string) => {
    for (let number = 0; number < 200; number++) place.broker.publish({ topic, payload: large });
  };
  send('own/large');
  place.broker.publish({ topic: 'own/small', payload: 'x' });
  let count = 0;
  for (let next = await client.next(); next.topic === 'own/large'; next = await client.next()) {
    count += 1;
    client.send({ cmd: 'puback', messageId: next.messageId });
    if (count % 50 === 0) place.clock.advance(1000);
  }
  // The one that is not acknowledged, and those that wait for it.
  expect(count).toBe(1 + 127);
});

describe('a will', () => {
  const will = { topic: 'own/will', payload: 'gone', qos: 1 as const, properties: { contentType: 'text/plain' } };
  const leaving = (reasonCode: number) => (client: Mqtt5Client) => client.send({ cmd: 'disconnect', reasonCode });
  it.each([
    { title: 'a lost connection', act: (client: Mqtt5Client) => client.end(), isSaid: true },
    { title: 'DISCONNECT', act: leaving(0), isSaid: false },
    { title: 'DISCONNECT with will', act: leaving(4), isSaid: true },
    { title: 'DeleteConnection', act: () => place.broker.disconnect(identityId), isSaid: true },
    {
      title: 'DeleteConnection without will',
      act: () => place.broker.disconnect(identityId, { preventWillMessage: true }),
      isSaid: false,
    },
  ])('is said after $title: $isSaid', async ({ act, isSaid }) => {
    const { client: listener } = await come({}, '-listener');
    await subscribe(listener, 'own/#');
    const { client } = await come({ will });
    act(client);
    while (place.broker.connection(identityId)?.connected) await new Promise(setImmediate);
    listener.send(message('own/end'));
    if (isSaid) {
      const properties = { contentType: 'text/plain' };
      expect(await listener.next()).toMatchObject({ topic: 'own/will', payload: Buffer.from('gone'), properties });
    }
    expect(await until(listener, 'own/end')).toEqual(['own/end']);
  });
});

describe('DeleteConnection', () => {
  it.each([
    { cleanSession: false, sessionPresent: true },
    { cleanSession: true, sessionPresent: false },
  ])('with cleanSession $cleanSession leaves a session: $sessionPresent', async ({ cleanSession, sessionPresent }) => {
    const { client } = await come();
    expect(place.broker.disconnect(identityId, { cleanSession })).toBe(true);
    expect(await client.next()).toMatchObject({ cmd: 'disconnect', reasonCode: 0x98 });
    place.clock.advance(1000);
    expect(await come()).toMatchObject({ sessionPresent });
  });

  it('ends the session of a client that is away', async () => {
    const { client } = await come();
    await leave(client);
    expect(place.broker.connection(identityId)).toMatchObject({
      connected: false,
      sessionExpiry: 600,
      disconnectReason: 'CLIENT_INITIATED_DISCONNECT',
    });
    expect(place.broker.disconnect(identityId, { cleanSession: true })).toBe(true);
    expect(place.broker.connection(identityId)).toBeUndefined();
  });
});
