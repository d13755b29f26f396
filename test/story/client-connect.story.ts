import { AttachRefusedError, CredentialsExpiredError, NotAuthorizedError } from '../../client/index.js';
import { attachCalls, sandboxClients, soon } from '../client/sandbox-clients.js';

jest.setTimeout(30_000);
const { boot, newUser, clientOf } = sandboxClients();

it('a new user is attached and hears what was published', async () => {
  const sandbox = await boot();
  const client = clientOf(sandbox, await newUser(sandbox));
  await client.connect();
  const heard = new Promise<string>((resolve) => {
    void client.subscribe(client.myTopic('telemetry'), (message) => resolve(message.text()));
  });
  await client.publish(client.myTopic('telemetry'), 'hello');
  expect(await heard).toBe('hello');
  expect(await client.attachment()).toMatchObject({ attached: true, identityId: client.identityId });
  expect(attachCalls(sandbox)).toBe(1);
});

it('an attachment that takes 10 s to work is waited for', async () => {
  const sandbox = await boot({ attachDelay: 10 });
  const client = clientOf(sandbox, await newUser(sandbox));
  const began = sandbox.clock.now();
  // The sandbox's time runs faster than ours, so that the test does not take as long.
  client.on('step', ({ step }) => step === 'refused' && sandbox.clock.advance(2500));
  await client.connect();
  expect(client.state).toBe('connected');
  expect(sandbox.clock.now() - began).toBeGreaterThan(10_000);
  expect(attachCalls(sandbox)).toBe(1);
});

it('an attachment that never works ends in NotAuthorizedError at the deadline', async () => {
  const sandbox = await boot({ attachDelay: 3600 });
  const client = clientOf(sandbox, await newUser(sandbox));
  const began = Date.now();
  await expect(client.connect({ deadline: 2000 })).rejects.toMatchObject({
    constructor: NotAuthorizedError,
    action: 'iot:Connect',
  });
  expect(Date.now() - began).toBeLessThan(3000);
  expect(client.state).toBe('denied');
});

it.each([
  { code: 'LimitExceededException', reason: 'PolicyLimitExceeded', status: 409 },
  { code: 'AccessDeniedException', reason: 'AttachForbidden', status: 500 },
  { code: 'ResourceNotFoundException', reason: 'PolicyNotFound', status: 500 },
])('an attach refused for good with $code ends in AttachRefusedError', async ({ code, reason, status }) => {
  const sandbox = await boot({ failures: { 'iot:AttachPolicy': { code, rate: 1 } } });
  const client = clientOf(sandbox, await newUser(sandbox));
  await expect(client.connect({ deadline: 10_000 })).rejects.toMatchObject({
    constructor: AttachRefusedError,
    reason,
    status,
    requestId: expect.any(String),
  });
  expect(client.state).toBe('denied');
});

it('an attach that API Gateway itself answers with 500 for a while is tried again', async () => {
  const sandbox = await boot({ failures: { 'execute-api:Invoke': { code: 'InternalFailureException', rate: 1 } } });
  const client = clientOf(sandbox, await newUser(sandbox));
  const states: string[] = [];
  client.on('state', (state) => states.push(state));
  const connected = client.connect({ deadline: 20_000 });
  await new Promise<void>((resolve) => client.on('step', ({ step }) => step === 'attach' && resolve()));
  await soon(() => (sandbox.guard.counts()['execute-api:Invoke']?.failed ?? 0) > 0, true);
  sandbox.guard.reset('execute-api:Invoke');
  await connected;
  expect(states).toEqual(['connecting', 'attaching', 'connected']);
});

describe('a returning user', () => {
  it('causes no AttachPolicy call over 100 reconnects', async () => {
    const sandbox = await boot();
    const user = await newUser(sandbox);
    const client = clientOf(sandbox, user);
    await client.connect();
    const before = attachCalls(sandbox);
    const heard = new Set<string>();
    await client.subscribe(client.myTopic('a'), (message) => heard.add(message.text()));
    for (let i = 0; i < 100; i += 1) {
      // One CONNECT a second for each client ID.
      sandbox.clock.advance(1200);
      await client.reconnect();
      await client.publish(client.myTopic('a'), String(i));
    }
    await soon(() => heard.size, 100);
    expect(before).toBe(1);
    expect(attachCalls(sandbox)).toBe(1);
    expect(heard.size).toBe(100);
    const connections = sandbox.views.connections();
    expect(connections.filter(({ connectedAt }) => connectedAt).length).toBe(101);
  });

  it('causes none in new tabs either, and each has a client ID of its own', async () => {
    const sandbox = await boot();
    const user = await newUser(sandbox);
    await clientOf(sandbox, user).connect();
    const tabs = Array.from({ length: 10 }, () => clientOf(sandbox, user));
    await Promise.all(tabs.map((tab) => tab.connect()));
    expect(new Set(tabs.map(({ clientId }) => clientId)).size).toBe(10);
    expect(attachCalls(sandbox)).toBe(1);
  });
});

describe('credentials that are refused', () => {
  afterEach(() => jest.restoreAllMocks());

  it.each([
    { title: 'a wrong secret', change: { secretAccessKey: 'wrong' }, says: 'signature we calculated' },
    { title: 'a wrong session token', change: { sessionToken: 'wrong' }, says: 'security token' },
    { title: 'an unknown access key', change: { accessKeyId: 'ASIAUNKNOWN' }, says: 'security token' },
  ])('end in CredentialsExpiredError with $title', async ({ change, says }) => {
    const sandbox = await boot();
    const user = await newUser(sandbox);
    const credentials = async () => ({ ...(await user.credentials()), ...change });
    const error = await clientOf(sandbox, user, { credentials })
      .connect()
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(CredentialsExpiredError);
    expect(error.message).toContain(says);
    expect(attachCalls(sandbox)).toBe(0);
  });

  it('end in it with a clock that is an hour late, where the browser hides what AWS tells of the time', async () => {
    const sandbox = await boot();
    const { fetch } = globalThis;
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (...request) => {
      const response = await fetch(...request);
      const headers = new Headers(response.headers);
      headers.delete('date');
      return new Response(response.body, { status: response.status, headers });
    });
    const client = clientOf(sandbox, await newUser(sandbox), { now: () => Date.now() - 3_600_000 });
    await expect(client.connect()).rejects.toMatchObject({ code: 'CredentialsExpired', check: /clock/ });
  });

  it('are replaced when only they were old', async () => {
    const sandbox = await boot({ credentialsLifetime: 900 });
    const user = await newUser(sandbox);
    const first = await user.credentials();
    sandbox.clock.advance(901_000);
    // As a device does whose clock is late: it takes its credentials for good ones until it is told.
    let kept = { ...first, expiration: undefined };
    const credentials: typeof user.credentials = async (options) => {
      if (options?.forceRefresh) kept = { ...(await user.credentials(options)), expiration: undefined } as typeof kept;
      return kept;
    };
    const client = clientOf(sandbox, user, { credentials });
    await client.connect();
    expect(client.state).toBe('connected');
  });
});

it('detach() takes the policy away and closes', async () => {
  const sandbox = await boot();
  const client = clientOf(sandbox, await newUser(sandbox));
  await client.connect();
  expect(await client.detach()).toMatchObject({ attached: false });
  expect(client.state).toBe('closed');
  expect(await client.attachment()).toMatchObject({ attached: false });
});
