import type { CredentialsProvider } from '../../client/index.js';
import { NotAuthorizedError } from '../../client/index.js';
import {
  answering,
  attached,
  clientUnderTest,
  errorOf,
  freshCredentials,
  identityId,
  pass,
  useFakeTime,
} from './client-under-test.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

/** Keeps its credentials until it is asked for new ones, as Amplify does. */
function keeping(groups?: () => string[]): jest.MockedFunction<CredentialsProvider> {
  const fresh = freshCredentials();
  const ask = async () => {
    const credentials = await fresh();
    return groups
      ? { credentials, identityId, tokens: { idToken: { payload: { 'cognito:groups': groups() } } } }
      : credentials;
  };
  let kept = ask();
  return jest.fn(async ({ forceRefresh = false } = {}) => {
    if (forceRefresh) kept = ask();
    return kept as never;
  });
}

const refreshes = (credentials: jest.MockedFunction<CredentialsProvider>) =>
  credentials.mock.calls.filter(([options]) => options?.forceRefresh).length;

async function connectedClient(credentials = keeping()) {
  const methods = answering(attached);
  // Where a refusal has no code, it costs a connection each time.
  const made = clientUnderTest({ credentials, protocolVersion: 4 });
  const connected = made.client.connect();
  await pass();
  await connected;
  return { ...made, methods, credentials };
}

describe('what is refused', () => {
  it('is sent again with new credentials, without a call to /attach-policy', async () => {
    const { client, broker, methods, credentials } = await connectedClient();
    broker.forbidden.add('group/a');
    credentials.mockImplementationOnce(async () => {
      broker.forbidden.clear();
      return freshCredentials({ accessKeyId: 'ASIAMEMBER' })();
    });
    expect(await errorOf(client.publish('group/a', 'x'), 10_000)).toBe('no error');
    expect(broker.last.url).toContain('ASIAMEMBER');
    expect(methods).toEqual([]);
    await client.close();
  });

  it('is sent again after the policy was attached, where new credentials alone do not do', async () => {
    const { client, broker, methods, credentials } = await connectedClient();
    broker.forbidden.add('a');
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (_url, init) => {
      methods.push(init?.method ?? 'GET');
      broker.forbidden.clear();
      return new Response(JSON.stringify(attached.body));
    });
    expect(
      await errorOf(
        client.subscribe('a', () => {}),
        10_000,
      ),
    ).toBe('no error');
    expect(methods).toEqual(['POST']);
    expect(refreshes(credentials)).toBe(1);
    await client.close();
  });

  it('goes to the caller when neither helps; then both are rare', async () => {
    const { client, broker, methods, credentials } = await connectedClient();
    broker.forbidden.add('a').add('b');
    const errors = [];
    for (let i = 0; i < 60; i += 1) {
      errors.push(await errorOf(client.publish(i % 2 ? 'a' : 'b', 'x'), 12_000));
      await pass(18_000);
    }
    expect(errors.every((error) => error instanceof NotAuthorizedError)).toBe(true);
    expect(methods).toEqual(['POST']);
    // In half an hour: after 10 s, 20 s, and so on up to every five minutes.
    expect(refreshes(credentials)).toBeGreaterThan(5);
    expect(refreshes(credentials)).toBeLessThanOrEqual(11);
    expect(client.state).toBe('connected');
    await client.close();
  }, 30_000);

  it('together shares one renewal and one POST', async () => {
    const { client, broker, methods, credentials } = await connectedClient();
    for (const topic of ['a', 'b', 'c']) broker.forbidden.add(topic);
    const outcomes = ['a', 'b', 'c'].map((topic) => errorOf(client.publish(topic, 'x'), 60_000));
    for (const outcome of outcomes) expect(await outcome).toBeInstanceOf(NotAuthorizedError);
    expect(methods).toEqual(['POST']);
    expect(refreshes(credentials)).toBe(1);
    await client.close();
  });

  it('waits for no provider that has nothing new', async () => {
    const credentials: jest.MockedFunction<CredentialsProvider> = jest.fn(
      freshCredentials({ accessKeyId: 'ASIASAME' }),
    );
    const { client, broker } = await connectedClient(credentials);
    broker.forbidden.add('a');
    expect(await errorOf(client.publish('a', 'x'), 10_000)).toBeInstanceOf(NotAuthorizedError);
    // One for the first, three that the topic closed.
    expect(broker.connections).toHaveLength(4);
    await client.close();
  });

  it('ends with the client, not in a queue that nobody empties', async () => {
    const { client, broker, credentials } = await connectedClient();
    broker.forbidden.add('a');
    credentials.mockImplementation(() => new Promise(() => undefined));
    const outcome = errorOf(client.publish('a', 'x'), 70_000);
    await pass(3000);
    void client.close();
    expect(await outcome).toMatchObject({ code: 'Closed' });
  });
});

describe('what is refused of a device that was granted when it was last asked', () => {
  const answer = (...names: string[]) => {
    const devices = {
      names,
      all: false,
      topics: { publish: ['devices/{device}/*'], subscribe: [], receive: [] },
      shadow: [],
    };
    return { body: { ...attached.body, connection: { endpoint: 'e', region: 'r', clientId: 'c', devices } } };
  };

  async function refusedClient(...answers: object[]) {
    const made = await connectedClient();
    made.broker.forbidden.add('devices/lamp/on');
    const methods = answering(...answers);
    return { ...made, methods, refusal: () => errorOf(made.client.publish('devices/lamp/on', 'x'), 12_000) };
  }

  it('is asked about anew, once, and then named', async () => {
    const { client, methods, refusal } = await refusedClient(answer('lamp'), answer());
    expect(await refusal()).toMatchObject({ name: 'DeviceNotGrantedError', device: 'lamp' });
    expect(await refusal()).toMatchObject({ name: 'DeviceNotGrantedError', device: 'lamp' });
    expect(methods).toEqual(['POST', 'GET']);
    await client.close();
  });

  it('is asked about after new credentials have helped, since what was known before is forgotten then', async () => {
    const { client, broker, credentials, methods, refusal } = await refusedClient(answer());
    expect(await refusal()).toMatchObject({ device: 'lamp' });
    await pass(11_000);
    broker.forbidden.add('group/a');
    const ask = credentials.getMockImplementation();
    credentials.mockImplementation(async (options) => {
      if (options?.forceRefresh) broker.forbidden.delete('group/a');
      return ask?.(options) as never;
    });
    expect(await errorOf(client.publish('group/a', 'x'), 10_000)).toBe('no error');
    expect(await refusal()).toMatchObject({ name: 'DeviceNotGrantedError', device: 'lamp' });
    expect(methods).toEqual(['POST', 'GET']);
    await client.close();
  });

  it('is asked about more and more seldom while the answer stays', async () => {
    const { client, methods, refusal } = await refusedClient(answer('lamp'));
    for (let i = 0; i < 60; i += 1) {
      expect(await refusal()).toMatchObject({ name: 'NotAuthorizedError' });
      await pass(18_000);
    }
    const looks = methods.filter((method) => method === 'GET').length;
    expect(looks).toBeGreaterThan(5);
    expect(looks).toBeLessThanOrEqual(11);
    await client.close();
  }, 30_000);
});

it('other groups in the session than in the connection bring new credentials within a minute', async () => {
  let groups = ['a'];
  const { client, broker, credentials } = await connectedClient(keeping(() => groups));
  await pass(130_000);
  expect(broker.connections).toHaveLength(1);
  expect(refreshes(credentials)).toBe(0);
  groups = ['b', 'a'];
  await credentials({ forceRefresh: true });
  await pass(65_000);
  expect(broker.connections).toHaveLength(2);
  expect(broker.connections[0]?.disconnected).toBe(true);
  expect(refreshes(credentials)).toBe(2);
  await client.close();
});

it('reconnect() asks for new credentials', async () => {
  const { client, broker, credentials } = await connectedClient();
  const renewed = client.reconnect();
  await pass(3000);
  await renewed;
  expect(refreshes(credentials)).toBe(1);
  expect(broker.last.url).toContain('ASIA2');
  await client.close();
});
