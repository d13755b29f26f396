import type { IotClient } from '../../client/index.js';
import {
  answering,
  attached,
  clientUnderTest,
  connectedClient,
  errorOf,
  identityId,
  pass,
  useFakeTime,
} from './client-under-test.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const reason = new Error('the app has other plans');

/** A signal that tells how many listen to it. */
function watchedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set<unknown>();
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    listeners.add(args[1]);
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    listeners.delete(args[1]);
    removeEventListener.apply(signal, args);
  };
  return { signal, abort: () => controller.abort(reason), listeners: () => listeners.size };
}

const calls: Record<string, (client: IotClient, signal: AbortSignal) => Promise<unknown>> = {
  connect: (client, signal) => client.connect({ signal }),
  subscribe: (client, signal) => client.subscribe('rooms/+', () => undefined, { signal }),
  publish: (client, signal) => client.publish('rooms/1', 'hello', { signal }),
  'publish at QoS 0': (client, signal) => client.publish('rooms/1', 'hello', { qos: 0, signal }),
  request: (client, signal) => client.request('rooms/1', 'hello?', { signal }),
  messages: (client, signal) => client.messages('rooms/+', { signal }).next(),
  presence: (client, signal) => client.presence('rooms/1', { signal }),
  identify: (client, signal) => client.identify({ signal }),
  attachment: (client, signal) => client.attachment({ signal }),
  connection: (client, signal) => client.connection({ signal }),
  devices: (client, signal) => client.devices({ signal }),
  detach: (client, signal) => client.detach({ signal }),
  reconnect: (client, signal) => client.reconnect({ signal }),
};

describe('a signal', () => {
  it.each(Object.keys(calls))('ends %s with its reason, and nobody listens to it any more', async (name) => {
    jest.spyOn(globalThis, 'fetch').mockImplementation(() => new Promise(() => {}));
    const { client } = clientUnderTest({ credentials: () => new Promise(() => {}) });
    const { signal, abort, listeners } = watchedSignal();
    const call = calls[name]?.(client, signal);
    const outcome = errorOf(call ?? Promise.resolve(), 1000);
    abort();
    expect(await outcome).toBe(reason);
    expect(listeners()).toBe(0);
    await client.close();
  });

  it.each(Object.keys(calls))('that is aborted already ends %s before anything is sent', async (name) => {
    const methods = answering(attached);
    const { client, broker } = await connectedClient();
    const sent = broker.last.sent.length;
    const { signal, abort, listeners } = watchedSignal();
    abort();
    expect(await errorOf(calls[name]?.(client, signal) ?? Promise.resolve(), 1000)).toBe(reason);
    expect({ sent: broker.last.sent.length, methods, listeners: listeners() }).toEqual({
      sent,
      methods: [],
      listeners: 0,
    });
    expect(client.state).toBe('connected');
    await client.close();
  });

  it.each(['connect', 'subscribe', 'publish', 'identify', 'attachment', 'devices', 'reconnect', 'detach'])(
    'has no listener after %s has succeeded',
    async (name) => {
      answering({ body: { identityId, policyName: 'Policy' } });
      const { client } = await connectedClient();
      const { signal, listeners } = watchedSignal();
      expect(await errorOf(calls[name]?.(client, signal) ?? Promise.resolve(), 3000)).toBe('no error');
      expect(listeners()).toBe(0);
      await client.close();
    },
  );

  it.each(['memory', 'keep'] as const)(
    'takes back what waits to be published (%s), and nothing else',
    async (outbox) => {
      answering(attached);
      const { client, broker } = clientUnderTest({ outbox });
      broker.welcomes = ['no network', 'accept'];
      const { signal, abort } = watchedSignal();
      const given = client.publish('rooms/1', 'never', { signal }).catch((error: unknown) => error);
      const kept = client.publish('rooms/2', 'once');
      abort();
      expect(await given).toBe(reason);
      await pass(5000);
      await kept;
      expect(broker.last.sent).toEqual([{ kind: 'publish', name: 'rooms/2' }]);
      await client.close();
    },
  );

  it('does not send again what was given up under way', async () => {
    answering(attached);
    const { client, broker } = await connectedClient();
    broker.mute = true;
    const { signal, abort } = watchedSignal();
    const given = client.publish('rooms/1', 'once', { signal }).catch((error: unknown) => error);
    await pass();
    abort();
    expect(await given).toBe(reason);
    broker.mute = false;
    broker.last.cut();
    await pass(10_000);
    expect(broker.connections.flatMap(({ sent }) => sent)).toEqual([{ kind: 'publish', name: 'rooms/1' }]);
    await client.close();
  });

  it('leaves no subscription: one that waits is not sent, one under way is taken back', async () => {
    answering(attached);
    const { client, broker } = clientUnderTest();
    broker.welcomes = ['no network', 'accept'];
    const early = watchedSignal();
    const given = client
      .subscribe('rooms/1', () => undefined, { signal: early.signal })
      .catch((error: unknown) => error);
    await pass();
    early.abort();
    expect(await given).toBe(reason);
    await pass(5000);
    expect(client.state).toBe('connected');
    expect(broker.last.sent).toEqual([]);

    broker.mute = true;
    const late = watchedSignal();
    const underWay = client
      .subscribe('rooms/2', () => undefined, { signal: late.signal })
      .catch((error: unknown) => error);
    await pass();
    late.abort();
    expect(await underWay).toBe(reason);
    await pass();
    expect(broker.last.sent).toEqual([
      { kind: 'subscribe', name: 'rooms/2' },
      { kind: 'unsubscribe', name: 'rooms/2' },
    ]);
    const closed = client.close();
    await pass(5000);
    await closed;
  });

  it('takes its own handler back, and not another one of the same filter', async () => {
    answering(attached);
    const { client, broker } = clientUnderTest();
    const { signal, abort } = watchedSignal();
    const heard: string[] = [];
    const given = client
      .subscribe('rooms/1', () => heard.push('given up'), { signal })
      .catch((error: unknown) => error);
    const stays = client.subscribe('rooms/1', () => heard.push('stays'));
    abort();
    expect(await given).toBe(reason);
    await pass(1000);
    await stays;
    broker.last.onMessage({ topic: 'rooms/1', payload: new Uint8Array(), qos: 1, retain: false, dup: false });
    expect(heard).toEqual(['stays']);
    await client.close();
  });
});
