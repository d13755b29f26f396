import type { TabStorage } from '../../client/tab-storage.js';
import {
  answering,
  attached,
  type ClientUnderTestOptions,
  clientUnderTest,
  connectedClient,
  identityId,
  pass,
  useFakeTime,
} from './client-under-test.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

function device() {
  const kept = new Map<string, string>();
  const deviceStorage: TabStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  };
  return { kept, deviceStorage };
}

const noAnswer = new TypeError('fetch failed');

it('who is new to a device is attached before the first connect', async () => {
  const methods = answering(attached);
  const { client, broker } = await connectedClient(device());
  expect(methods).toEqual(['POST']);
  expect(broker.connections).toHaveLength(1);
  await client.close();
});

it('who has connected on it is not, in another tab', async () => {
  const methods = answering(attached);
  const { deviceStorage, kept } = device();
  await (await connectedClient({ deviceStorage })).client.close();
  await (await connectedClient({ deviceStorage })).client.close();
  expect(methods).toEqual(['POST']);
  expect([...kept].flat().join()).not.toContain(identityId);
});

it('who has been detached is new again', async () => {
  const methods = answering(attached);
  const { deviceStorage } = device();
  const { client } = await connectedClient({ deviceStorage });
  const detached = client.detach();
  await pass();
  await detached;
  await (await connectedClient({ deviceStorage })).client.close();
  expect(methods).toEqual(['POST', 'DELETE', 'POST']);
});

it('who is revoked is told so before the first connect, and does not try', async () => {
  const methods = answering({ status: 403, body: { code: 'Revoked', message: 'taken away', requestId: 'r-1' } });
  const { client, broker } = clientUnderTest(device());
  const denied = expect(client.connect()).rejects.toMatchObject({ code: 'Revoked', requestId: 'r-1' });
  await pass(1000);
  await denied;
  expect(client.state).toBe('denied');
  expect([methods, broker.tries]).toEqual([['POST'], []]);
});

it('an API that is down keeps them waiting for five seconds, once', async () => {
  answering(noAnswer);
  const { client, broker } = clientUnderTest(device());
  const connected = client.connect();
  await pass(4500);
  expect(broker.connections).toHaveLength(0);
  await pass(1000);
  await connected;
  expect(client.state).toBe('connected');
  await client.close();
});

it('it does so once, however often connecting is tried', async () => {
  answering(noAnswer);
  const { client, broker } = clientUnderTest(device());
  broker.welcomes = ['no network', 'accept'];
  const connected = client.connect();
  await pass(7000);
  expect(client.state).toBe('connected');
  await connected;
  await client.close();
});

it('an API that refuses them does not keep those out whom AWS IoT lets in', async () => {
  answering({ status: 403, body: { message: 'Forbidden' } });
  const { client } = await connectedClient(device());
  expect(client.state).toBe('connected');
  await client.close();
});

it('a client that is closed meanwhile leaves no timer', async () => {
  answering(noAnswer);
  const { client } = clientUnderTest(device());
  const connected = client.connect().catch((error: unknown) => error);
  await pass(1000);
  await client.close();
  await connected;
  expect(jest.getTimerCount()).toBe(0);
});

it.each<[string, ClientUnderTestOptions]>([
  ['where nothing is kept', {}],
  ["with attach: 'when refused'", { ...device(), attach: 'when refused' }],
])('nobody is attached first %s', async (_where, options) => {
  const methods = answering(attached);
  await (await connectedClient(options)).client.close();
  expect(methods).toEqual([]);
});
