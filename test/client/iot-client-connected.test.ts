import { ClientIdTakenError, ClosedError, NotAuthorizedError, NotSignedInError } from '../../client/index.js';
import {
  answering,
  attached,
  clientUnderTest,
  connectedClient,
  errorOf,
  freshCredentials,
  pass,
  useFakeTime,
} from './client-under-test.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('a connection that is up', () => {
  it('is replaced before its credentials expire, under the same client ID, without a change of state', async () => {
    const { client, broker, states } = await connectedClient();
    const { clientId, url } = broker.last;
    await pass(56.5 * 60_000);
    expect(broker.connections).toHaveLength(2);
    expect(broker.connections[0]?.disconnected).toBe(true);
    expect(broker.last.clientId).toBe(clientId);
    expect(broker.last.url).not.toBe(url);
    expect(states).toEqual(['connecting', 'connected']);
    await client.close();
  });

  it('stays on its connection while the provider has no newer credentials', async () => {
    const expiration = new Date(Date.now() + 3_600_000);
    const credentials = freshCredentials({ accessKeyId: 'ASIASAME', expiration });
    const { client, broker } = await connectedClient({ credentials });
    await pass(57 * 60_000);
    expect(credentials).toHaveBeenCalledWith({ forceRefresh: true });
    expect(broker.connections).toHaveLength(1);
    await client.close();
  });

  it('comes back after a cut, and subscribes again only when the broker has lost the session', async () => {
    const { client, broker, states } = await connectedClient();
    await client.subscribe(client.myTopic('a'), () => {});
    broker.last.cut();
    await pass(2500);
    expect(states).toEqual(['connecting', 'connected', 'connecting', 'connected']);
    expect(broker.last.sent).toEqual([]);
    broker.persistent = false;
    broker.last.cut();
    await pass(2500);
    expect(broker.last.sent).toEqual([{ kind: 'subscribe', name: client.myTopic('a') }]);
    await client.close();
  });

  it('sends one CONNECT a second at most under its client ID', async () => {
    const { client, broker } = await connectedClient();
    broker.last.cut();
    await pass(1000);
    expect(broker.tries).toHaveLength(1);
    await pass(1500);
    expect(broker.tries).toHaveLength(2);
    await client.close();
  });

  it('sends what was published while it was offline once it is back', async () => {
    const { client, broker, states } = await connectedClient();
    await pass(20_000);
    broker.welcomes = ['no network', 'no network', 'accept'];
    broker.last.cut();
    await pass(100);
    const published = client.publish(client.myTopic('a'), 'later');
    await pass(10_000);
    await published;
    expect(states.slice(2)).toEqual(['connecting', 'offline', 'connected']);
    expect(broker.last.sent).toEqual([{ kind: 'publish', name: client.myTopic('a') }]);
    await client.close();
  });

  it('tries at once when the network is back', async () => {
    const { client, broker } = await connectedClient();
    broker.welcomes = ['no network'];
    broker.last.cut();
    await pass(60_000);
    const tries = broker.tries.length;
    broker.welcomes = ['accept'];
    const slept = Date.now() + 8 * 3_600_000;
    jest.setSystemTime(slept);
    await pass(16_000);
    expect(broker.tries.length).toBeGreaterThan(tries);
    expect(client.state).toBe('connected');
    await client.close();
  });

  it('is replaced after the device has slept', async () => {
    const { client, broker } = await connectedClient();
    jest.setSystemTime(Date.now() + 20 * 60_000);
    await pass(16_000);
    expect(broker.connections).toHaveLength(2);
    await client.close();
  });

  it('rejects what alone closes the connection twice, and goes on', async () => {
    answering(attached);
    const { client, broker } = await connectedClient({ protocolVersion: 4 });
    broker.forbidden.add('users/another/a');
    const error = await errorOf(client.publish('users/another/a', 'x'), 10_000);
    expect(error).toBeInstanceOf(NotAuthorizedError);
    expect(error).toMatchObject({ action: 'iot:Publish', topic: 'users/another/a', resource: 'topic/users/another/a' });
    expect(client.state).toBe('connected');
    await client.publish(client.myTopic('a'), 'x');
    await client.close();
  });

  it('goes on without a subscription that is no longer allowed, and tells so', async () => {
    answering(attached);
    const { client, broker, errors } = await connectedClient();
    await client.subscribe('shared/a', () => {});
    broker.persistent = false;
    broker.forbidden.add('shared/a');
    broker.last.cut();
    await pass(15_000);
    expect(errors).toEqual([expect.objectContaining({ code: 'NotAuthorized', topic: 'shared/a' })]);
    expect(client.state).toBe('connected');
    expect(broker.last.sent).toEqual([]);
    await client.close();
  });

  it('ends in ClientIdTakenError when another keeps taking its client ID', async () => {
    const { client, broker, states } = await connectedClient();
    for (let i = 0; i < 3; i += 1) {
      broker.last.cut();
      await pass(4000);
    }
    expect(states.at(-1)).toBe('denied');
    expect(broker.connections).toHaveLength(3);
    await expect(client.publish('a', 'x')).rejects.toBeInstanceOf(ClientIdTakenError);
  });

  it('ends in NotSignedInError when another user has signed in', async () => {
    const credentials = freshCredentials();
    const { client, states } = await connectedClient({ credentials });
    credentials.mockResolvedValue({ accessKeyId: 'A', secretAccessKey: 's', identityId: 'eu-west-1:another' });
    const error = new Promise((resolve) => client.on('state', (_state, why) => resolve(why)));
    await pass(57 * 60_000);
    expect(states.at(-1)).toBe('denied');
    expect(await error).toBeInstanceOf(NotSignedInError);
  });

  it('hands each message to the handlers whose filter covers its topic', async () => {
    const { client, broker } = await connectedClient();
    const heard: string[] = [];
    await client.subscribe('a/+', (message) => heard.push(`a/+ ${message.text()}`));
    await client.subscribe('a/#', (message) => heard.push(`a/# ${JSON.stringify(message.json())}`));
    const payload = new TextEncoder().encode('{"n":1}');
    broker.last.onMessage({ topic: 'a/b', payload, qos: 1, retain: false, dup: false });
    broker.last.onMessage({ topic: 'a/b/c', payload, qos: 1, retain: false, dup: false });
    expect(heard).toEqual(['a/+ {"n":1}', 'a/# {"n":1}', 'a/# {"n":1}']);
    await client.close();
  });

  it('unsubscribes and disconnects when it is closed, and then refuses to publish', async () => {
    const { client, broker, states } = await connectedClient();
    await client.subscribe('a/b', () => {});
    await client.close();
    expect(broker.last.sent.at(-1)).toEqual({ kind: 'unsubscribe', name: 'a/b' });
    expect(broker.last.disconnected).toBe(true);
    expect(states.at(-1)).toBe('closed');
    await expect(client.publish('a', 'x')).rejects.toBeInstanceOf(ClosedError);
  });

  it('has no timer left when it is closed', async () => {
    const { client } = await connectedClient();
    await client.close();
    expect(jest.getTimerCount()).toBe(0);
  });
});

it('connects by itself for a subscription made first, so that its handler is there in time', async () => {
  const { client, broker } = clientUnderTest();
  const subscribed = client.subscribe('a/b', () => {});
  await pass();
  await subscribed;
  expect(broker.last.sent).toEqual([{ kind: 'subscribe', name: 'a/b' }]);
  await client.close();
});
