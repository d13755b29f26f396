import { ClosedError, IotAccessError } from '../../client/index.js';
import { createIotClientIn } from '../../client/iot-client.js';
import { answering, errorOf, freshCredentials, outputs, pass, useFakeTime } from './client-under-test.js';
import { FakeBroker } from './fake-broker.js';

type LoadEngine = NonNullable<Parameters<typeof createIotClientIn>[2]>;
const engine = () => import('../../client/engine.js');

beforeEach(() => {
  useFakeTime();
  answering();
});

/** A client whose engine comes when it is let. */
function clientWithout(loadEngine?: LoadEngine) {
  let come = () => {};
  const coming = new Promise<void>((resolve) => {
    come = resolve;
  });
  const broker = new FakeBroker();
  const loads = jest.fn(loadEngine ?? (() => coming.then(engine)));
  const loadMqtt = jest.fn(async () => undefined);
  const surroundings = { openMqtt: broker.openMqtt, loadMqtt, storage: undefined, locks: undefined };
  const client = createIotClientIn({ outputs, credentials: freshCredentials() }, surroundings, loads);
  const states: string[] = [];
  client.on('state', (state) => states.push(state));
  return { client, broker, states, loads, loadMqtt, come };
}

describe('before its engine is there, a client', () => {
  it('loads nothing until it is called', async () => {
    const { client, loads, loadMqtt } = clientWithout();
    await pass();
    expect([client.state, client.error, client.identityId, client.clientId]).toEqual([
      'closed',
      undefined,
      undefined,
      undefined,
    ]);
    expect(client.may('publish', 'rooms/42')).toBeUndefined();
    expect(() => client.myTopic('a')).toThrow('The identity ID is not known yet.');
    await client.close();
    expect(loads).not.toHaveBeenCalled();
    expect(loadMqtt).not.toHaveBeenCalled();
  });

  it('is connecting at once, loads mqtt meanwhile, and tells each state once', async () => {
    const { client, states, loadMqtt, come } = clientWithout();
    const connected = client.connect();
    expect(client.state).toBe('connecting');
    expect(states).toEqual(['connecting']);
    expect(loadMqtt).toHaveBeenCalledTimes(1);
    come();
    await pass();
    await connected;
    expect(states).toEqual(['connecting', 'connected']);
  });

  it('keeps the order of what is published, also of what a listener publishes while it comes', async () => {
    const { client, broker, come } = clientWithout();
    const topics = ['a/1', 'a/2', 'a/3', 'a/4'];
    const published = topics.map((topic) => client.publish(topic, 'text'));
    const identified = client.identify().then(() => client.publish('a/6', 'text'));
    published.push(client.publish('a/5', 'text'));
    come();
    await pass(1000);
    await Promise.all([...published, identified]);
    expect(broker.last.sent.map(({ name }) => name)).toEqual([...topics, 'a/5', 'a/6']);
  });

  it('rejects a bad topic as later on, and is closed again', async () => {
    const { client, states, come } = clientWithout();
    come();
    await expect(client.publish('#', 'text')).rejects.toThrow(RangeError);
    expect(client.state).toBe('closed');
    expect(states).toEqual(['connecting', 'closed']);
  });

  it('closes at once, rejects what would connect, and stays closed when it comes', async () => {
    const { client, broker, states, come } = clientWithout();
    const ends = [client.connect(), client.subscribe('a', () => undefined), client.publish('a', 'text')];
    const errors = Promise.all(ends.map((end) => end.catch((error: unknown) => error)));
    await client.close();
    expect(client.state).toBe('closed');
    for (const error of await errors) expect(error).toBeInstanceOf(ClosedError);
    come();
    await pass();
    expect(await errorOf(client.publish('a', 'text'), 0)).toBeInstanceOf(ClosedError);
    expect(states).toEqual(['connecting', 'closed']);
    expect(broker.connections).toEqual([]);
  });

  it('connects for who has come after a close', async () => {
    const { client, states, come } = clientWithout();
    const first = client.connect();
    const closed = client.close();
    const second = client.connect();
    come();
    expect(await errorOf(first, 0)).toBeInstanceOf(ClosedError);
    await closed;
    await second;
    expect(client.state).toBe('connected');
    expect(states).toEqual(['connecting', 'closed', 'connecting', 'connected']);
  });

  it('ends a loop over messages when it is closed', async () => {
    const { client } = clientWithout();
    const next = client.messages('a').next();
    await pass();
    await client.close();
    expect(await next).toEqual({ value: undefined, done: true });
  });

  it('gives up with the signal of connect, and with it what else waits', async () => {
    const { client, states } = clientWithout();
    const controller = new AbortController();
    const connected = client.connect({ signal: controller.signal });
    const published = client.publish('a', 'text');
    controller.abort(new Error('given up'));
    await expect(connected).rejects.toThrow('given up');
    await expect(published).rejects.toThrow('given up');
    expect(states).toEqual(['connecting', 'closed']);
  });

  it('gives up one call with its signal alone', async () => {
    const { client, come } = clientWithout();
    const controller = new AbortController();
    const published = client.publish('a', 'text', { signal: controller.signal });
    const other = client.connect();
    controller.abort(new Error('not any longer'));
    await expect(published).rejects.toThrow('not any longer');
    come();
    await pass();
    await other;
    expect(client.state).toBe('connected');
  });
});

describe('a client whose engine cannot be loaded', () => {
  it('is unreachable, says what to do, and loads it with the next call', async () => {
    const cause = new TypeError('Failed to fetch dynamically imported module');
    const load = jest.fn<ReturnType<LoadEngine>, []>().mockRejectedValueOnce(cause).mockImplementation(engine);
    const { client, states } = clientWithout(load);
    const error = await errorOf(client.connect(), 0);
    expect(error).toBeInstanceOf(IotAccessError);
    expect(error).toMatchObject({ code: 'Unreachable', cause, check: expect.stringContaining('reload the page') });
    expect(states).toEqual(['connecting', 'closed']);
    const connected = client.connect();
    await pass();
    await connected;
    expect(states).toEqual(['connecting', 'closed', 'connecting', 'connected']);
  });

  it('rejects each call that waits, and can be closed', async () => {
    const { client } = clientWithout(async () => Promise.reject(new Error('gone')));
    const calls = [client.subscribe('a', () => undefined), client.publish('a', 'text'), client.attachment()];
    const errors = await Promise.all(calls.map((call) => call.catch((error: unknown) => error)));
    for (const error of errors) expect(error).toMatchObject({ code: 'Unreachable' });
    await expect(client.close()).resolves.toBeUndefined();
  });

  it('is not waited for longer than a minute', async () => {
    const { client } = clientWithout(() => new Promise(() => undefined));
    expect(await errorOf(client.connect(), 59_000)).toBe('not settled');
    const { client: other } = clientWithout(() => new Promise(() => undefined));
    expect(await errorOf(other.connect(), 60_500)).toMatchObject({ code: 'Unreachable' });
  });
});
