import {
  AttachRefusedError,
  CredentialsExpiredError,
  NotAuthorizedError,
  NotSignedInError,
  ThrottledError,
  UnreachableError,
} from '../../client/index.js';
import {
  type Answer,
  answering,
  attached,
  clientUnderTest,
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

describe('connecting', () => {
  it('connects a returning user without a call to /attach-policy', async () => {
    const methods = answering();
    const { client, broker, states } = clientUnderTest();
    const connected = client.connect();
    await pass();
    await connected;
    expect(states).toEqual(['connecting', 'connected']);
    expect(methods).toEqual([]);
    expect(client.clientId).toBe(broker.last.clientId);
    expect(client.myTopic('telemetry')).toBe(`users/${identityId}/telemetry`);
  });

  it('attaches once when AWS IoT refuses, then tries again until the attachment works, and asks once whether it is revoked', async () => {
    const methods = answering(attached);
    const { client, broker, states } = clientUnderTest();
    broker.welcomes = ['refuse CONNECT', 'refuse CONNECT', 'refuse CONNECT', 'accept'];
    const connected = client.connect();
    await pass(5000);
    await connected;
    expect(states).toEqual(['connecting', 'attaching', 'connected']);
    expect(methods).toEqual(['POST', 'GET']);
    expect(new Set(broker.tries.map(({ clientId }) => clientId)).size).toBe(4);
  });

  it('signs a new URL with credentials fetched anew for each try', async () => {
    answering(attached);
    const { client, broker } = clientUnderTest();
    broker.welcomes = ['refuse CONNECT', 'refuse CONNECT', 'accept'];
    const connected = client.connect();
    await pass(5000);
    await connected;
    const keys = broker.tries.map(({ url }) => new URL(url).searchParams.get('X-Amz-Credential')?.split('/')[0]);
    expect(new Set(keys).size).toBe(3);
  });

  it('ends in NotAuthorizedError when the attachment does not work within the deadline', async () => {
    answering(attached);
    const { client, broker, states } = clientUnderTest();
    broker.welcomes = ['refuse CONNECT'];
    const error = await errorOf(client.connect({ deadline: 20_000 }), 20_000);
    expect(error).toBeInstanceOf(NotAuthorizedError);
    expect(error).toMatchObject({ action: 'iot:Connect', resource: expect.stringMatching(`^client/${identityId}-`) });
    expect(states.at(-1)).toBe('denied');
  });

  it.each<{ title: string; answer: Answer; type: new (...args: never[]) => Error; also?: object }>([
    {
      title: 'ten policies are attached',
      answer: { status: 409, body: { code: 'PolicyLimitExceeded', message: 'ten', requestId: 'r-1' } },
      type: AttachRefusedError,
      also: { reason: 'PolicyLimitExceeded', status: 409, requestId: 'r-1' },
    },
    {
      title: 'the function may not attach',
      answer: { status: 500, body: { code: 'AttachForbidden', message: 'no', requestId: 'r-2' } },
      type: AttachRefusedError,
      also: { reason: 'AttachForbidden', check: expect.stringContaining('r-2') },
    },
    {
      title: "AWS IoT does not take the function's own credentials",
      answer: { status: 500, body: { code: 'FunctionCredentialsRefused', message: 'credentials', requestId: 'r-3' } },
      type: AttachRefusedError,
      also: { reason: 'FunctionCredentialsRefused', check: expect.stringContaining('r-3') },
    },
    {
      title: 'the directory knows no such user',
      answer: { status: 403, body: { code: 'UnknownUser', message: 'who?', requestId: 'r-4' } },
      type: AttachRefusedError,
      also: { reason: 'UnknownUser', check: expect.stringContaining('UserPoolId') },
    },
    {
      title: 'the role may not call the API',
      answer: {
        status: 403,
        body: { Message: 'User: arn:…/CognitoIdentityCredentials is not authorized to perform: execute-api:Invoke' },
        headers: { 'x-amzn-errortype': 'AccessDeniedException' },
      },
      type: AttachRefusedError,
      also: { reason: 'AccessDeniedException', check: expect.stringContaining('execute-api:Invoke') },
    },
    {
      title: 'a guest calls',
      answer: { status: 403, body: { code: 'GuestIdentity', message: 'guests need none', requestId: 'r' } },
      type: NotSignedInError,
    },
    {
      title: 'the token has expired, also after a refresh',
      answer: { status: 403, body: { message: 'The security token included in the request is expired' } },
      type: CredentialsExpiredError,
    },
  ])('ends at once in the right error when $title', async ({ answer, type, also = {} }) => {
    answering(answer);
    const { client, broker } = clientUnderTest();
    broker.welcomes = ['refuse CONNECT'];
    const error = await errorOf(client.connect(), 500);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject(also);
  });

  it.each(['Throttled', 'DirectoryUnavailable'])('waits with %s as long as Retry-After says', async (code) => {
    const throttled = {
      status: 503,
      body: { code, message: 'busy', requestId: 'r' },
      headers: { 'retry-after': '7' },
    };
    const methods = answering(throttled, attached);
    const { client, broker } = clientUnderTest();
    broker.welcomes = ['refuse CONNECT', 'accept'];
    const connected = client.connect();
    await pass(6900);
    expect(methods).toEqual(['POST']);
    await pass(700);
    expect(methods).toEqual(['POST', 'POST']);
    await connected;
  });

  describe("a 5xx that is not the function's own", () => {
    // API Gateway while Lambda has no concurrency left, after a function's error, and a proxy's page.
    it.each([
      { status: 500, body: { message: 'Internal server error' } },
      { status: 500, body: { message: null } },
      { status: 502, body: { message: 'Internal server error' } },
      { status: 504, body: { message: 'Endpoint request timed out' } },
      { status: 520, body: {} },
    ])('is passing: $status $body', async (answer) => {
      const methods = answering(answer, answer, attached);
      const { client, broker, states } = clientUnderTest();
      broker.welcomes = ['refuse CONNECT', 'accept'];
      const connected = client.connect();
      await pass(5000);
      await connected;
      expect(methods).toEqual(['POST', 'POST', 'POST']);
      expect(states).toEqual(['connecting', 'attaching', 'connected']);
    });

    it('ends at the deadline in AttachRefusedError, which says where to look', async () => {
      answering({ status: 500, body: { message: 'Internal server error' } });
      const { client, broker } = clientUnderTest();
      broker.welcomes = ['refuse CONNECT'];
      const error = await errorOf(client.connect({ deadline: 5000 }), 5000);
      expect(error).toBeInstanceOf(AttachRefusedError);
      expect(error).toMatchObject({ status: 500, check: expect.stringMatching(/Throttles.*Concurrent executions/s) });
    });

    it('ends at once if it says "not implemented"', async () => {
      const methods = answering({ status: 501, body: { message: 'no' } });
      const { client, broker } = clientUnderTest();
      broker.welcomes = ['refuse CONNECT'];
      expect(await errorOf(client.connect(), 500)).toBeInstanceOf(AttachRefusedError);
      expect(methods).toEqual(['POST']);
    });
  });

  it('ends in ThrottledError when it is throttled until the deadline', async () => {
    answering({ status: 503, body: { code: 'Throttled', message: 'busy', requestId: 'r' } });
    const { client, broker } = clientUnderTest();
    broker.welcomes = ['refuse CONNECT'];
    expect(await errorOf(client.connect({ deadline: 5000 }), 5000)).toBeInstanceOf(ThrottledError);
  });

  it('ends in UnreachableError when nothing answers until the deadline', async () => {
    const { client, broker, states } = clientUnderTest();
    broker.welcomes = ['no network'];
    expect(await errorOf(client.connect({ deadline: 10_000 }), 10_000)).toBeInstanceOf(UnreachableError);
    expect(states).toEqual(['connecting', 'offline', 'denied']);
  });

  it('tries at once when asked to reconnect while it waits', async () => {
    const { client, broker } = clientUnderTest();
    broker.welcomes = ['no network'];
    const connected = client.connect();
    await pass(60_000);
    const before = broker.tries.length;
    broker.welcomes = ['accept'];
    void client.reconnect();
    await pass();
    await connected;
    expect(broker.tries).toHaveLength(before + 1);
    expect(client.state).toBe('connected');
  });

  it('gives up when its signal says so', async () => {
    const { client, broker, states } = clientUnderTest();
    broker.welcomes = ['no network'];
    const controller = new AbortController();
    const outcome = errorOf(client.connect({ signal: controller.signal }), 1000);
    controller.abort(new Error('enough'));
    expect(await outcome).toMatchObject({ message: 'enough' });
    expect(states.at(-1)).toBe('closed');
  });
});
