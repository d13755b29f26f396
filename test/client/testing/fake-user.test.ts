import {
  AttachRefusedError,
  NotAuthorizedError,
  NotSignedInError,
  RevokedError,
  ThrottledError,
} from '../../../client/index.js';
import type { FakeIot } from '../../../client/testing/testing.js';
import { createFakeIotClient } from '../../../client/testing/testing.js';

const fakes: FakeIot[] = [];
const fake = (...args: Parameters<typeof createFakeIotClient>) => {
  const made = createFakeIotClient(...args);
  fakes.push(made);
  return made;
};

describe.each([
  ['real timers', false],
  ['fake timers, of which none is run', true],
])('a fake client with %s', (_name, areFake) => {
  beforeEach(() => void (areFake && jest.useFakeTimers()));
  afterEach(async () => {
    for (const { client } of fakes.splice(0)) await client.close();
    if (areFake) expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('hands over what the app sends, in order, each once', async () => {
    const { client, broker, user } = fake();
    const awaited = broker.published('rooms/+/set');
    await client.publish('rooms/1/set', { on: true });
    await client.publish('rooms/2/set', { on: false });
    await broker.publish('rooms/3/set', 'of a device');
    expect(await awaited).toMatchObject({ topic: 'rooms/1/set', from: user.identityId, qos: 1, retain: false });
    expect((await broker.published('rooms/+/set')).json()).toEqual({ on: false });
    expect(broker.messages.map(({ topic }) => topic)).toEqual(['rooms/1/set', 'rooms/2/set']);
  });

  it('has called the handlers when a device has published', async () => {
    const { client, broker } = fake();
    const heard: string[] = [];
    await client.subscribe('rooms/#', (message) => heard.push(message.text()));
    await broker.publish('rooms/1', 'hello');
    expect(heard).toEqual(['hello']);
  });

  it('is refused until that is taken back, with the reason that is given', async () => {
    const { client, broker } = fake();
    const takeBack = [broker.refuse('publish', 'admin/#'), broker.refuse('subscribe', 'admin/*', 0x97)];
    const publish = () => client.publish('admin/door', 'open');
    const subscribe = () => client.subscribe('admin/door', () => undefined);
    await expect(publish()).rejects.toThrow(NotAuthorizedError);
    await expect(subscribe()).rejects.toThrow(ThrottledError);
    for (const undo of takeBack) undo();
    await Promise.all([publish(), subscribe()]);
  });

  it('is told of other rights by the event, and follows them', async () => {
    const { client, user } = fake({ rights: { publish: ['rooms/*'] } });
    await client.connect();
    await expect(client.publish('admin/door', 'open')).rejects.toThrow(NotAuthorizedError);
    await client.connection();
    expect(client.may('publish', 'admin/door')).toBe(false);
    const told: (boolean | undefined)[] = [];
    client.on('rights', () => told.push(client.may('publish', 'admin/door')));
    await user.changeRights({ publish: ['admin/*'] });
    expect(told).toEqual([true]);
    await client.publish('admin/door', 'open');
  });

  it('is denied while it is connected, with the error of the API', async () => {
    const { client, user } = fake();
    await client.connect();
    await user.deny();
    expect(client.state).toBe('denied');
    expect(client.error).toBeInstanceOf(AttachRefusedError);
    expect(client.error).toMatchObject({ status: 409, reason: 'PolicyLimitExceeded' });
  });

  it('is denied while it is connected once it is revoked, without waiting, and in again once that is taken back', async () => {
    const { client, user } = fake();
    await client.connect();
    await user.revoke();
    expect([client.state, client.error]).toEqual(['denied', expect.any(RevokedError)]);
    await expect(client.publish('a', 'x')).rejects.toBe(client.error);
    await expect(client.connect()).rejects.toThrow(RevokedError);
    expect(await client.attachment()).toMatchObject({ revoked: true });
    user.restore();
    await client.connect();
    expect(await client.attachment()).not.toHaveProperty('revoked');
  });

  it('stops when any answer of the API tells that it is revoked', async () => {
    const { client, user } = fake({ attach: 'first' });
    await user.revoke();
    await expect(client.connect()).rejects.toThrow(RevokedError);
    user.restore();
    await client.connect();
    // The operator has marked the user, and not ended the connection yet.
    const revoking = user.revoke();
    await client.attachment();
    expect(client.error).toBeInstanceOf(RevokedError);
    await revoking;
  });

  it('leaves guests as they are', async () => {
    const { client, user } = fake({ guest: true });
    await client.connect();
    await user.revoke();
    expect(client.state).toBe('connected');
  });

  it('is offline and back without waiting', async () => {
    const { client, broker } = fake();
    const states: string[] = [];
    client.on('state', (state) => states.push(state));
    await client.connect();
    await broker.disconnect();
    await broker.reconnect();
    expect(states).toEqual(['connecting', 'connected', 'connecting', 'offline', 'connected']);
  });

  it('does not connect for who has signed out', async () => {
    const { client, user } = fake();
    await client.connect();
    user.signOut();
    await client.close({ signedOut: true });
    await expect(client.connect()).rejects.toThrow(NotSignedInError);
  });

  it('connects a guest, who has nothing attached', async () => {
    const { client } = fake({ guest: true });
    await client.connect();
    await expect(client.attachment()).rejects.toThrow(NotSignedInError);
    await expect(client.presence('rooms/1')).rejects.toThrow(NotSignedInError);
  });

  it('has a device answer questions', async () => {
    const { client, broker } = fake();
    broker.subscribe('rooms/+/question', (message) => message.respond({ to: message.topic }));
    const answer = await client.request('rooms/1/question', 'who?');
    expect(answer.json()).toEqual({ to: 'rooms/1/question' });
  });

  it('is known by the same IDs each time', async () => {
    const { client, broker } = fake();
    const other = broker.newClient();
    fakes.push(other);
    await Promise.all([client.connect(), other.client.connect()]);
    expect([client.clientId, other.client.identityId]).toEqual([
      'eu-west-1:00000000-0000-4000-8000-000000000001-000000000001',
      'eu-west-1:00000000-0000-4000-8000-000000000002',
    ]);
  });

  it('refuses by name what it does not have', async () => {
    const { client } = fake();
    await expect(client.publish('$aws/things/lamp/shadow/get', '')).rejects.toMatchObject({ code: 'Unsupported' });
  });
});

it('asks nothing of WebCrypto or the network', async () => {
  const [fetched, digested] = [jest.spyOn(globalThis, 'fetch'), jest.spyOn(crypto.subtle, 'digest')];
  const { client } = createFakeIotClient();
  await client.connection();
  await client.publish('rooms/1', 'x');
  await client.close();
  expect([fetched.mock.calls, digested.mock.calls]).toEqual([[], []]);
  jest.restoreAllMocks();
});
