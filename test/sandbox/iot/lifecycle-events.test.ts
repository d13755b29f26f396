import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Connection } from '../../../sandbox/iot/connection.js';
import { createLifecycleEvents } from '../../../sandbox/iot/lifecycle-events.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { awsClients } from '../../support/aws-clients.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { connectAs } from './connect-as.js';

let sandbox: Sandbox;
let watcher: Awaited<ReturnType<typeof connectAs>>;
beforeAll(async () => {
  sandbox = await runningSandbox();
  watcher = await connectAs(sandbox, 'watcher');
  await watcher.subscribe(
    '$aws/events/presence/connected/#',
    '$aws/events/presence/disconnected/#',
    '$aws/events/subscriptions/subscribed/+',
    '$aws/events/subscriptions/unsubscribed/+',
  );
});
beforeEach(() => sandbox.clock.advance(1000));
afterAll(async () => {
  await watcher.end();
  await sandbox.stop();
});

async function event(name: string, clientId: string, number = 1): Promise<Record<string, unknown>> {
  const topic = `$aws/events/${name}/${clientId}`;
  await watcher.message(() => watcher.messages.filter((one) => one.topic === topic).length >= number);
  return JSON.parse(watcher.messages.filter((one) => one.topic === topic)[number - 1]?.payload ?? '{}');
}

it('tell who connects, subscribes, unsubscribes and leaves', async () => {
  const { client, end } = await connectAs(sandbox, 'phone');
  await client.subscribeAsync({ 'a/+': { qos: 1 }, b: { qos: 0 } });
  await client.unsubscribeAsync('b');
  await end();

  const connected = await event('presence/connected', 'phone');
  const { sessionIdentifier, principalIdentifier } = connected;
  expect(connected).toEqual({
    clientId: 'phone',
    timestamp: expect.any(Number),
    eventType: 'connected',
    sessionIdentifier: expect.stringMatching(/^[0-9a-f-]{32,36}$/),
    principalIdentifier: expect.stringMatching(/^AROA\w+:sandbox$/),
    ipAddress: '127.0.0.1',
    versionNumber: 0,
  });
  const same = { clientId: 'phone', timestamp: expect.any(Number), sessionIdentifier, principalIdentifier };
  expect(await event('subscriptions/subscribed', 'phone')).toEqual({
    ...same,
    eventType: 'subscribed',
    topics: ['a/+', 'b'],
  });
  expect(await event('subscriptions/unsubscribed', 'phone')).toEqual({
    ...same,
    eventType: 'unsubscribed',
    topics: ['b'],
  });
  expect(await event('presence/disconnected', 'phone')).toEqual({
    ...same,
    eventType: 'disconnected',
    clientInitiatedDisconnect: true,
    disconnectReason: 'CLIENT_INITIATED_DISCONNECT',
    versionNumber: 0,
  });
});

it('number the connections of a client ID, until it was away for an hour', () => {
  let now = 0;
  const versions: unknown[] = [];
  const tell = createLifecycleEvents({
    now: () => now,
    publish: (_topic, payload) => versions.push(JSON.parse(payload).versionNumber),
  });
  const principal = { accountId: '111122223333', userId: 'AROA:x' };
  for (const pause of [0, 3_599_000, 3_601_000]) {
    now += pause;
    const connection = { id: String(now), caller: { principal } } as Connection;
    for (const kind of ['connected', 'disconnected'] as const) tell({ kind, clientId: 'tablet', connection });
  }
  expect(versions).toEqual([0, 0, 1, 1, 0, 0]);
});

it('keep nothing of connections that are gone', async () => {
  const tell = createLifecycleEvents({ now: () => 0, publish: () => undefined });
  const gone = ['one', 'two'].map((clientId) => {
    const connection = { id: clientId, caller: { principal: { accountId: '1', userId: 'x' } } } as Connection;
    for (const kind of ['connected', 'disconnected'] as const) tell({ kind, clientId, connection });
    return new WeakRef(connection);
  });
  setFlagsFromString('--expose-gc');
  await new Promise(setImmediate);
  runInNewContext('gc')();
  expect(gone.map((connection) => connection.deref())).toEqual([undefined, undefined]);
});

it('tell of a connection that another one took over, with the number of its connect', async () => {
  const first = await connectAs(sandbox, 'twice');
  sandbox.clock.advance(1000);
  const second = await connectAs(sandbox, 'twice');
  first.client.end(true);
  expect(await event('presence/disconnected', 'twice')).toMatchObject({
    disconnectReason: 'DUPLICATE_CLIENTID',
    clientInitiatedDisconnect: false,
    versionNumber: 0,
  });
  expect(await event('presence/connected', 'twice', 2)).toMatchObject({ versionNumber: 1 });
  await second.end();
});

it.each(['with+plus', 'with#hash'])('are not there for the client ID %s', async (clientId) => {
  const { end } = await connectAs(sandbox, clientId);
  await end();
  const { end: done } = await connectAs(sandbox, `after-${clientId.length}`);
  await event('presence/connected', `after-${clientId.length}`);
  await done();
  expect(watcher.messages.filter(({ topic }) => topic.endsWith(clientId))).toEqual([]);
});

it('are for those whom the policies allow to receive them', async () => {
  const user = await signedInUser(sandbox);
  const { attach, may } = awsClients(sandbox);
  await attach(user);
  expect(await may(user, 'subscribe', '$aws/events/presence/connected/+')).toBe(false);
  expect(await may(user, 'publish', '$aws/events/presence/connected/phone')).toBe(false);
});
