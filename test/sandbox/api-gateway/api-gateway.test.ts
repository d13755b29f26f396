import type { SignedInUser } from '../../../journey/traveller.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { ofType, stackWithTrialFunction } from './trial-function.js';

const origin = 'http://localhost:8000';
let sandbox: Sandbox;
let user: SignedInUser;
let url: string;
let deleteCode: () => void;
beforeAll(async () => {
  const stack = stackWithTrialFunction();
  deleteCode = stack.deleteCode;
  sandbox = await runningSandbox({ assembly: stack.assembly });
  user = await signedInUser(sandbox);
  url = sandbox.outputs.AttachPolicyUrl ?? '';
}, 120_000);
afterAll(async () => {
  await sandbox.stop();
  deleteCode();
});

const call = (order?: string) =>
  signedFetch(url, {
    credentials: user.credentials,
    headers: { origin, ...(order === undefined ? {} : { 'x-do': order }) },
  });

describe('a request that the function answers', () => {
  it('reaches it as the event of a REST API, with the identity of the signature', async () => {
    const response = await call();
    // biome-ignore lint/suspicious/noExplicitAny: the event of a REST API, as the function got it
    const { event, keys } = (await response.json()) as { event: any; keys: string[] };
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(event).toMatchObject({ httpMethod: 'POST', path: '/attach-policy', body: null, isBase64Encoded: false });
    expect(event.requestContext).toMatchObject({
      stage: 'v1',
      accountId: '111122223333',
      resourcePath: '/attach-policy',
    });
    expect(event.requestContext.identity).toMatchObject({
      cognitoIdentityId: user.identityId,
      cognitoIdentityPoolId: sandbox.outputs.IdentityPoolId,
      cognitoAuthenticationType: 'authenticated',
      accessKey: user.credentials.accessKeyId,
      userArn: expect.stringMatching(/^arn:aws:sts::111122223333:assumed-role\/.*\/CognitoIdentityCredentials$/),
    });
    expect(keys).not.toContain('PATH');
  });

  it.each([
    { answer: { statusCode: 204 }, status: 204, header: ['x-a', null] },
    { answer: { statusCode: '200', body: null, headers: { 'X-A': 1 } }, status: 200, header: ['x-a', '1'] },
    { answer: { statusCode: 200, multiValueHeaders: { 'X-A': ['1', '2'] } }, status: 200, header: ['x-a', '1, 2'] },
    { answer: { statusCode: 200, body: 'aGk=', isBase64Encoded: true }, status: 200, header: ['content-length', '2'] },
  ])('has the answer $answer', async ({ answer, status, header: [name = '', value] }) => {
    const response = await call(JSON.stringify(answer));
    expect(response.status).toBe(status);
    expect(response.headers.get(name ?? '')).toBe(value);
  });
});

describe("an answer of API Gateway's own", () => {
  it.each([
    { title: 'to a function that throws', order: 'throw', log: 'TypeError: on purpose' },
    { title: 'to a function that crashes', order: 'crash', log: 'Runtime exited with exit status 7' },
    { title: 'to a function that takes too long', order: 'hang', log: 'Task timed out' },
    { title: 'to an answer without a status', order: '{"body":"x"}', log: 'Malformed' },
    { title: 'to a body that is no text', order: '{"statusCode":200,"body":{}}', log: 'Malformed' },
    { title: 'to a status that HTTP does not have', order: '{"statusCode":7}', log: 'Malformed' },
    {
      title: 'to a header that HTTP does not take',
      order: '{"statusCode":200,"headers":{"x-a":"b\\nc"}}',
      log: 'Malformed',
    },
    { title: 'to nothing', order: 'null', log: 'Malformed' },
  ])('$title is 502, and the next call works', async ({ order, log }) => {
    const response = await call(order);
    expect(response.status).toBe(502);
    expect(await response.json()).toEqual({ message: 'Internal server error' });
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(sandbox.views.logs().join('\n')).toContain(log);
    expect((await call()).status).toBe(201);
  });

  it('does not come from a process that crashed after its last answer', async () => {
    const before = Number((await call()).headers.get('x-pid'));
    expect(before).toBeGreaterThan(0);
    process.kill(before, 'SIGKILL');
    while (isRunning(before)) await new Promise(setImmediate);
    expect((await call()).status).toBe(201);
  });

  it('names who may not do what, the account masked', async () => {
    const { views } = sandbox;
    const operator = views.operator() as SignedInUser['credentials'];
    expect((await signedFetch(url, { credentials: operator })).status).toBe(201);
    const response = await signedFetch(url, { credentials: user.credentials, method: 'PUT', headers: { origin } });
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ message: 'Missing Authentication Token' });
  });

  it.each([
    { title: 'an unsigned request', change: (text: string) => text, code: 'MissingAuthenticationTokenException' },
    { title: 'an unknown path', change: (text: string) => `${text}/x`, code: 'MissingAuthenticationTokenException' },
    {
      title: 'a path with a broken encoding',
      change: (text: string) => `${text}%E0`,
      code: 'MissingAuthenticationTokenException',
    },
    {
      title: 'an unknown stage',
      change: (text: string) => text.replace('/v1/', '/v2/'),
      code: 'ForbiddenException',
      cors: null,
    },
  ])('is 403 to $title', async ({ change, code, cors = origin }) => {
    const response = await fetch(change(url), { method: 'POST', headers: { origin } });
    expect(response.status).toBe(403);
    expect(response.headers.get('x-amzn-errortype')).toBe(code);
    expect(response.headers.get('access-control-allow-origin')).toBe(cors);
  });

  it('is 413 to a body that is too long, without a trace of the sandbox', async () => {
    const response = await fetch(url, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) });
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ message: 'request entity too large' });
  });

  it('is 429 beyond the quota that was set', async () => {
    sandbox.guard.setQuota('execute-api:Invoke', 0);
    const response = await call();
    sandbox.guard.reset('execute-api:Invoke');
    expect([response.status, await response.json()]).toEqual([429, { message: 'Too Many Requests' }]);
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  });
});

describe('a preflight', () => {
  it('needs no signature and names the origin', async () => {
    const response = await fetch(url, { method: 'OPTIONS', headers: { origin: 'https://evil.example' } });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  });
});

describe('a stack that is not as it should be', () => {
  it.each([
    {
      title: 'without the permission to call the function answers 500',
      edit: (template: Parameters<typeof ofType>[0]) => {
        for (const { Properties } of ofType(template, 'AWS::Lambda::Permission'))
          Properties.Principal = 's3.amazonaws.com';
      },
      statuses: [500],
    },
    {
      title: 'that throttles to two at once answers 429',
      edit: throttledToTwo,
      statuses: [201, 201, 429],
    },
    {
      title: 'that throttles to two at once lets two of each method through',
      edit: throttledToTwo,
      methods: ['POST', 'POST', 'GET', 'DELETE', 'GET', 'POST', 'GET', 'DELETE', 'DELETE'],
      statuses: [201, 201, 201, 201, 201, 429, 429, 201, 429],
    },
    {
      title: 'that throttles to two at once lets two preflights through',
      edit: throttledToTwo,
      methods: ['OPTIONS', 'OPTIONS', 'POST', 'OPTIONS'],
      statuses: [204, 204, 201, 429],
    },
    {
      title: "whose role may not call the API answers 403 with AWS's words",
      edit: (template: Parameters<typeof ofType>[0]) => {
        for (const { Properties } of ofType(template, 'AWS::ApiGateway::Method')) {
          if (Properties.HttpMethod === 'GET') Properties.HttpMethod = 'ANY';
        }
      },
      statuses: [403],
      method: 'PATCH',
      body: {
        Message: expect.stringMatching(
          /execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:\*{8}3333:\w+\/v1\/PATCH\/attach-policy because/,
        ),
      },
    },
  ])('$title', async ({ edit, statuses, method = 'POST', methods = statuses.map(() => method), body }) => {
    const { assembly, deleteCode: done } = stackWithTrialFunction(edit);
    const other = await runningSandbox({ assembly });
    try {
      const { credentials } = await signedInUser(other);
      const address = other.outputs.AttachPolicyUrl ?? '';
      const responses = [];
      for (const one of methods) responses.push(await signedFetch(address, { credentials, method: one }));
      expect(responses.map(({ status }) => status)).toEqual(statuses);
      if (body !== undefined) expect(await responses.at(-1)?.json()).toEqual(body);
    } finally {
      await other.stop();
      done();
    }
  });
});

/** So slowly filled again that no third request of a test gets through. */
function throttledToTwo(template: Parameters<typeof ofType>[0]): void {
  for (const { Properties } of ofType(template, 'AWS::ApiGateway::Stage')) {
    Object.assign(Properties.MethodSettings[0], { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
