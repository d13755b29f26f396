import {
  AttachRefusedError,
  createIotClient,
  InvalidCredentialsError,
  type IotClientOptions,
  NotSignedInError,
  UnreachableError,
  UnsupportedError,
} from '../../client/index.js';
import {
  answering,
  attached,
  clientUnderTest,
  connectedClient,
  errorOf,
  freshCredentials,
  identityId,
  outputs,
  pass,
  useFakeTime,
} from './client-under-test.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const never = () => new Promise<never>(() => undefined);
type Provider = IotClientOptions['credentials'];

describe('a provider that never answers', () => {
  it('holds connect() up no longer than its deadline', async () => {
    const { client, states } = clientUnderTest({ credentials: never });
    const error = await errorOf(client.connect({ deadline: 5000 }), 5000);
    expect(error).toBeInstanceOf(UnreachableError);
    expect(String(error)).toContain('credentials provider');
    expect(states.at(-1)).toBe('denied');
  });

  it('holds it up no longer than its signal', async () => {
    const { client, states } = clientUnderTest({ credentials: never });
    const controller = new AbortController();
    const outcome = errorOf(client.connect({ signal: controller.signal }), 1000);
    controller.abort(new Error('enough'));
    expect(await outcome).toMatchObject({ message: 'enough' });
    expect(states.at(-1)).toBe('closed');
  });

  it('is not waited for after close(), and what it then says is of nobody', async () => {
    const answers: ((identityId: string) => void)[] = [];
    const credentials: Provider = () =>
      new Promise((resolve) => {
        answers.push((identityId) => resolve({ accessKeyId: 'ASIA', secretAccessKey: 'secret', identityId }));
      });
    const { client } = clientUnderTest({ credentials });
    client.connect().catch(() => undefined);
    await pass();
    await client.close();
    expect(jest.getTimerCount()).toBe(0);
    answers[0]?.('eu-west-1:of-before');
    await pass();
    expect(client.identityId).toBeUndefined();
  });

  it('is asked again after a minute, when a connection was lost', async () => {
    const credentials = freshCredentials();
    const { client, broker, states } = await connectedClient({ credentials });
    credentials.mockImplementationOnce(never);
    broker.last.cut();
    await pass(70_000);
    expect(states.slice(2)).toEqual(['connecting', 'offline', 'connected']);
    await client.close();
  });

  it.each(['identify', 'attachment', 'connection', 'detach'] as const)(
    'holds %s() up for five minutes',
    async (name) => {
      const { client } = clientUnderTest({ credentials: never });
      expect(await errorOf(client[name](), 301_000)).toBeInstanceOf(UnreachableError);
    },
  );
});

it('Web Locks that never answer do not hold connecting up', async () => {
  const storage = { getItem: () => `${identityId}-0123456789ab 0`, setItem: () => undefined };
  const { client } = clientUnderTest({ storage, locks: { request: never } });
  expect(await errorOf(client.connect({ deadline: 20_000 }), 5000)).toBe('no error');
  await client.close();
});

describe('credentials that are none', () => {
  it.each([
    { title: 'nothing', given: undefined, says: /credentials is undefined/ },
    { title: 'null', given: null, says: /credentials is null/ },
    {
      title: 'an object',
      given: { accessKeyId: 'A', secretAccessKey: 'geheim' },
      says: /accessKeyId, secretAccessKey/,
    },
    { title: 'a promise', given: freshCredentials()(), says: /a promise.*without calling it/s },
    { title: 'a text', given: 'geheim', says: /type string/ },
  ])('are refused at once with $title in place of a function', ({ given, says }) => {
    const create = () => createIotClient({ outputs, credentials: given as never });
    expect(create).toThrow(InvalidCredentialsError);
    expect(create).toThrow(says);
    expect(create).not.toThrow('geheim');
  });

  it.each([
    { title: 'nothing', given: undefined, says: 'gave undefined' },
    { title: 'no secret', given: { accessKeyId: 'ASIAGEHEIM' }, says: 'without secretAccessKey' },
    {
      title: "Cognito's spelling",
      given: { AccessKeyId: 'ASIAGEHEIM', SecretKey: 's' },
      says: 'AccessKeyId, SecretKey',
    },
    { title: 'no secret in a session', given: { credentials: { accessKeyId: 'ASIAGEHEIM' } }, says: 'secretAccessKey' },
  ])('end connecting at once with a function that gives $title', async ({ given, says }) => {
    const { client, states } = clientUnderTest({ credentials: async () => given as never });
    const error = await errorOf(client.connect(), 0);
    expect(error).toBeInstanceOf(InvalidCredentialsError);
    expect(String(error)).toContain(says);
    expect(String(error)).not.toContain('GEHEIM');
    expect(states).toEqual(['connecting', 'denied']);
  });
});

describe('a provider that throws a TypeError', () => {
  const failing = (error: Error): Provider => jest.fn(freshCredentials()).mockRejectedValueOnce(error);

  it('because of a mistake of its own is not taken for a lost network', async () => {
    const { client } = clientUnderTest({
      // The mistake of an app: what it has fetched is not there.
      credentials: async () => (undefined as unknown as { session: { credentials: never } }).session.credentials,
    });
    const error = await errorOf(client.connect(), 0);
    expect(error).toBeInstanceOf(NotSignedInError);
    expect(String(error)).toContain("reading 'session'");
  });

  it.each([
    ['Chromium', 'Failed to fetch'],
    ['Firefox', 'NetworkError when attempting to fetch resource.'],
    ['Node', 'fetch failed'],
    ['Safari', 'Load failed'],
    ['React Native', 'Network request failed'],
  ])('as fetch of %s does is asked again', async (_browser, message) => {
    const { client, states } = clientUnderTest({ credentials: failing(new TypeError(message)) });
    expect(await errorOf(client.connect(), 2000)).toBe('no error');
    expect(states).toEqual(['connecting', 'offline', 'connected']);
    await client.close();
  });

  it('in words of the user, without a stack, as Safari does, is asked again', async () => {
    const error = new TypeError('Der Computer ist nicht verbunden.');
    delete error.stack;
    const { client } = clientUnderTest({ credentials: failing(error) });
    expect(await errorOf(client.connect(), 2000)).toBe('no error');
    await client.close();
  });
});

describe('a browser', () => {
  it('without WebCrypto, as on an http page, is told so at once', () => {
    const { getRandomValues } = crypto;
    jest.replaceProperty(globalThis, 'crypto', { getRandomValues } as never);
    Object.assign(globalThis, { isSecureContext: false });
    const create = () => createIotClient({ outputs, credentials: freshCredentials() });
    expect(create).toThrow(UnsupportedError);
    expect(create).toThrow(/https.*localhost/);
    Reflect.deleteProperty(globalThis, 'isSecureContext');
  });

  it('that has neither AbortSignal.any nor AbortSignal.timeout nor URL.canParse will do', async () => {
    // To take from them what old browsers lack.
    const young = [AbortSignal, AbortSignal, URL] as unknown as Record<string, unknown>[];
    const names = ['any', 'timeout', 'canParse'];
    const kept = young.map((type, i) => type[names[i] ?? '']);
    young.forEach((type, i) => {
      type[names[i] ?? ''] = undefined;
    });
    try {
      answering(attached);
      const { client, broker } = clientUnderTest();
      broker.welcomes = ['refuse CONNECT', 'accept'];
      expect(await errorOf(client.connect(), 2000)).toBe('no error');
      await client.close();
    } finally {
      young.forEach((type, i) => {
        type[names[i] ?? ''] = kept[i];
      });
    }
  });
});

describe('/attach-policy', () => {
  it('at a wrong path is not taken for refused credentials', async () => {
    answering({ status: 403, body: { message: 'Missing Authentication Token' } });
    const { client, broker } = clientUnderTest();
    broker.welcomes = ['refuse CONNECT'];
    const error = await errorOf(client.connect(), 500);
    expect(error).toBeInstanceOf(AttachRefusedError);
    expect(error).toMatchObject({ reason: 'MissingAuthenticationTokenException', check: /AttachPolicyUrl/ });
  });

  it('is asked once a minute at most while the broker is dead, and at once when it says no', async () => {
    const methods = answering(attached);
    const { client, broker } = clientUnderTest();
    broker.welcomes = ['handshake without status'];
    const outcome = errorOf(client.connect({ deadline: 100_000 }), 100_000);
    await pass(25_000);
    expect(broker.tries.length).toBeGreaterThan(3);
    expect(methods).toEqual(['GET']);
    expect(await outcome).toBeInstanceOf(UnreachableError);
    expect(methods.length).toBeLessThanOrEqual(2);
  });

  it('that cannot answer now is told as a step', async () => {
    const busy = { status: 503, body: { code: 'Throttled', message: 'busy' }, headers: { 'retry-after': '1' } };
    answering(busy, attached);
    const { client, broker } = clientUnderTest();
    broker.welcomes = ['refuse CONNECT', 'accept'];
    const steps: object[] = [];
    client.on('step', (step) => steps.push(step));
    expect(await errorOf(client.connect(), 5000)).toBe('no error');
    expect(steps).toContainEqual({ step: 'delayed', status: 503, reason: 'Throttled' });
    await client.close();
  });
});
