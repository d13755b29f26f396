import { signedFetch } from '../../../support/signed-fetch.js';
import { runningApiStack, type StackParts } from '../api-stack.js';

const NAMES = ['Iam', 'Open', 'Streamed', 'Half', 'Closed', 'ByFunction', 'ForPages'] as const;

/** Each URL has a function of its own, with permissions of its own. */
const urls = (parts: StackParts) => {
  const resources: Record<string, { Type: string; Properties: object }> = {};
  const add = (name: string, properties: object, permissions: readonly object[] = []) => {
    resources[`${name}Function`] = {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Handler: 'index.handler',
        Runtime: 'nodejs22.x',
        Code: { S3Key: 'trial.zip' },
        Role: parts.functionRoleArn,
        Timeout: 5,
      },
    };
    const TargetFunctionArn = { 'Fn::GetAtt': [`${name}Function`, 'Arn'] };
    resources[name] = { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn, ...properties } };
    for (const [index, permission] of permissions.entries()) {
      const Properties = { FunctionName: TargetFunctionArn, ...permission };
      resources[`${name}Permission${index}`] = { Type: 'AWS::Lambda::Permission', Properties };
    }
  };
  const byUrl = (Principal: unknown, FunctionUrlAuthType: string) => ({
    Action: 'lambda:InvokeFunctionUrl',
    Principal,
    FunctionUrlAuthType,
  });
  const invoked = (Principal: unknown) => ({
    Action: 'lambda:InvokeFunction',
    Principal,
    InvokedViaFunctionUrl: true,
  });
  add('Iam', { AuthType: 'AWS_IAM' });
  add('Open', { AuthType: 'NONE' }, [byUrl('*', 'NONE'), invoked('*')]);
  add('Streamed', { AuthType: 'NONE', InvokeMode: 'RESPONSE_STREAM' }, [byUrl('*', 'NONE'), invoked('*')]);
  add('Half', { AuthType: 'NONE' }, [byUrl('*', 'NONE')]);
  add('Closed', { AuthType: 'NONE' }, [byUrl('*', 'AWS_IAM'), invoked('*')]);
  add('ByFunction', { AuthType: 'AWS_IAM' }, [byUrl(parts.roleArn, 'AWS_IAM'), invoked(parts.roleArn)]);
  const Cors = { AllowOrigins: ['https://a.example'], AllowMethods: ['POST'], AllowHeaders: ['*'], MaxAge: 60 };
  add('ForPages', { AuthType: 'AWS_IAM', Cors });
  return resources;
};
const functionName = { ByFunctionName: { Value: { Ref: 'ByFunctionFunction' } } };
const outputs = Object.assign(
  functionName,
  Object.fromEntries(NAMES.map((name) => [`${name}Url`, { Value: { 'Fn::GetAtt': [name, 'FunctionUrl'] } }])),
);

type Running = Awaited<ReturnType<typeof runningApiStack>>;
let both: Running;
let none: Running;
let one: Running;
beforeAll(async () => {
  both = await runningApiStack(urls, { outputs, mayInvoke: ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'] });
  none = await runningApiStack(urls, { outputs, mayInvoke: [] });
  one = await runningApiStack(urls, { outputs, mayInvoke: ['lambda:InvokeFunctionUrl'] });
}, 120_000);
afterAll(() => Promise.all([both, none, one].map(({ stop }) => stop())));

const address = ({ sandbox }: Running, name: (typeof NAMES)[number]) => sandbox.outputs[`${name}Url`] ?? '';
const signed = (running: Running, name: (typeof NAMES)[number], options = {}) =>
  signedFetch(address(running, name), { credentials: running.user.credentials, service: 'lambda', ...options });
const FORBIDDEN = [403, 'AccessDeniedException', expect.stringMatching(/^Forbidden\. For troubleshooting/)];
const tell = async (response: Response) => {
  const body = (await response.json()) as { Message?: string; message?: string };
  return [response.status, response.headers.get('x-amzn-errortype'), body.Message ?? body.message ?? 'reached'];
};
const REACHED = [201, null, 'reached'];

describe('a function URL', () => {
  it('has an address here, which the outputs name', () => {
    expect(address(both, 'Open')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/lambda-url\/[a-z0-9]{32}\/$/);
  });

  it.each([
    { title: 'the role allows both', running: () => both, name: 'Iam' as const, expected: REACHED },
    { title: 'the role allows nothing', running: () => none, name: 'Iam' as const, expected: FORBIDDEN },
    { title: 'the role allows the URL alone', running: () => one, name: 'Iam' as const, expected: FORBIDDEN },
    { title: 'the function allows the role', running: () => none, name: 'ByFunction' as const, expected: REACHED },
  ])('with AWS_IAM, where $title', async ({ running, name, expected }) => {
    expect(await tell(await signed(running(), name))).toEqual(expected);
  });

  it.each([
    { title: 'without a signature', call: () => fetch(address(both, 'Iam')), expected: FORBIDDEN },
    {
      title: 'signed for API Gateway',
      call: () => signed(both, 'Iam', { service: 'execute-api' }),
      expected: [403, 'InvalidSignatureException', expect.stringContaining("correct service: 'lambda'")],
    },
    {
      title: 'with credentials of somewhere else',
      call: () => signedFetch(address(both, 'Iam'), { credentials: none.user.credentials, service: 'lambda' }),
      expected: [403, 'UnrecognizedClientException', expect.anything()],
    },
  ])('with AWS_IAM refuses a call $title', async ({ call, expected }) => {
    expect(await tell(await call())).toEqual(expected);
  });

  it.each([
    { title: 'with both permissions', name: 'Open' as const, expected: REACHED },
    { title: 'with the older one alone', name: 'Half' as const, expected: FORBIDDEN },
    { title: 'with one for another AuthType', name: 'Closed' as const, expected: FORBIDDEN },
  ])('with NONE, $title', async ({ name, expected }) => {
    expect(await tell(await fetch(address(both, name)))).toEqual(expected);
  });

  it('says what was missing in the log of requests', async () => {
    await fetch(address(both, 'Half'));
    const [request] = both.sandbox.views.apiRequests().slice(-1);
    expect(request).toMatchObject({ kind: 'function URL', route: 'Half', status: 403 });
    expect(request?.reason).toMatch(/^User: anonymous is not authorized to perform: lambda:InvokeFunction on resource/);
  });

  it('tells the function who signed, and of no Cognito identity', async () => {
    const response = await signedFetch(`${address(both, 'Iam')}a%20b/c?q=1`, {
      credentials: both.user.credentials,
      service: 'lambda',
    });
    // biome-ignore lint/suspicious/noExplicitAny: the event of a function URL, as the function got it
    const { event } = (await response.json()) as { event: any };
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/a%20b/c',
      rawQueryString: 'q=1',
      requestContext: { stage: '$default', authorizer: { iam: { cognitoIdentity: null, accountId: '111122223333' } } },
    });
  });

  it('has an answer of JSON where the function says no type', async () => {
    const headers = { 'x-do': '{"statusCode":200,"body":"[]"}' };
    const response = await fetch(address(both, 'Open'), { headers });
    expect([response.headers.get('content-type'), await response.json()]).toEqual(['application/json', []]);
  });

  it('answers 502 for a function that fails', async () => {
    const response = await fetch(address(both, 'Open'), { headers: { 'x-do': 'throw' } });
    expect([response.status, await response.text()]).toEqual([502, 'Internal Server Error']);
  });

  it('refuses a streamed answer by name', async () => {
    const words = expect.stringContaining('InvokeMode RESPONSE_STREAM of function URL Streamed');
    expect(await tell(await fetch(address(both, 'Streamed')))).toEqual([501, 'SandboxUnsupported', words]);
  });

  it('that is not there is refused', async () => {
    expect(await tell(await fetch(`${both.sandbox.url}/lambda-url/nowhere/`))).toEqual(FORBIDDEN);
  });
});

describe('CORS of a function URL', () => {
  const headers = { origin: 'https://a.example', 'access-control-request-method': 'POST' };

  it('answers a preflight without a signature', async () => {
    const response = await fetch(address(both, 'ForPages'), { method: 'OPTIONS', headers });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, 'https://a.example']);
    expect(response.headers.get('access-control-max-age')).toBe('60');
  });

  it('lets an allowed page read the answer, and no other', async () => {
    const read = async (origin: string) =>
      (await signed(both, 'ForPages', { headers: { origin } })).headers.get('access-control-allow-origin');
    expect([await read('https://a.example'), await read('https://evil.example')]).toEqual(['https://a.example', null]);
  });
});

it('Invoke alone does not pass by the permission that is for URLs', async () => {
  const url = `${none.sandbox.url}/2015-03-31/functions/${none.sandbox.outputs.ByFunctionName}/invocations`;
  const response = await signedFetch(url, { credentials: none.user.credentials, service: 'lambda', body: '{}' });
  expect(response.status).toBe(403);
});
