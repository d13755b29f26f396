import { signedFetch } from '../../../support/signed-fetch.js';
import { runningApiStack } from '../api-stack.js';
import { endpointOutput, httpApi } from './http-stack.js';

const iam = { AuthorizationType: 'AWS_IAM' };
const first = { integration: { PayloadFormatVersion: '1.0' } };

let running: Awaited<ReturnType<typeof runningApiStack>>;
let url: string;
beforeAll(async () => {
  running = await runningApiStack(
    (parts) => ({
      ...httpApi('Shop', parts, {
        stages: { $default: {}, dev: { StageVariables: { colour: 'blue' } }, empty: { AutoDeploy: false } },
        routes: {
          'GET /things': iam,
          'ANY /things/{thing}': {},
          'GET /things/{thing}': {},
          'GET /things/lamp': {},
          'GET /files/{proxy+}': {},
          'ANY /{proxy+}': {},
          'POST /iam': iam,
          'POST /first': { ...iam, ...first },
          $default: {},
        },
      }),
      ...httpApi('Few', parts, { routes: { 'GET /one': {} } }),
      Quick: {
        Type: 'AWS::ApiGatewayV2::Api',
        Properties: { Name: 'Quick', ProtocolType: 'HTTP', Target: parts.functionArn },
      },
      Socket: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'S', ProtocolType: 'WEBSOCKET' } },
    }),
    { outputs: { ...endpointOutput('Shop'), ...endpointOutput('Few'), ...endpointOutput('Quick') } },
  );
  url = running.sandbox.outputs.ShopUrl ?? '';
}, 120_000);
afterAll(() => running.stop());

// biome-ignore lint/suspicious/noExplicitAny: the event of an HTTP API, as the function got it
type Event = any;
const eventOf = async (response: Response): Promise<Event> => ((await response.json()) as { event: Event }).event;
const signed = (path: string, options: Partial<Parameters<typeof signedFetch>[1]> = {}) =>
  signedFetch(`${url}${path}`, { credentials: running.user.credentials, ...options });

describe('the routes of an HTTP API', () => {
  it.each([
    { path: '/things/lamp', routeKey: 'GET /things/lamp', parameters: undefined },
    { path: '/things/door', routeKey: 'GET /things/{thing}', parameters: { thing: 'door' } },
    { path: '/things/door', method: 'PUT', routeKey: 'ANY /things/{thing}', parameters: { thing: 'door' } },
    // A less specific route that has the method helps.
    { path: '/things/lamp', method: 'PUT', routeKey: 'ANY /things/{thing}', parameters: { thing: 'lamp' } },
    { path: '/things/a%20b', routeKey: 'GET /things/{thing}', parameters: { thing: 'a b' } },
    { path: '/files/a/b%20c', routeKey: 'GET /files/{proxy+}', parameters: { proxy: 'a/b c' } },
    { path: '/files/a/b', method: 'POST', routeKey: 'ANY /{proxy+}', parameters: { proxy: 'files/a/b' } },
    { path: '/', routeKey: '$default', parameters: undefined },
  ])('$path of $method is $routeKey', async ({ path, method = 'GET', routeKey, parameters }) => {
    const event = await eventOf(await fetch(`${url}${path}`, { method }));
    expect(event).toMatchObject({ routeKey, rawPath: decodeURIComponent(path) });
    expect(event.pathParameters).toEqual(parameters);
    expect(event.requestContext).toMatchObject({ routeKey, stage: '$default', http: { method } });
  });

  it.each(['/two', '/one/', '/'])('%s is not there', async (path) => {
    const response = await fetch(`${running.sandbox.outputs.FewUrl}${path}`);
    expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
  });

  it('are below the name of the stage, which stays in the path', async () => {
    const event = await eventOf(await fetch(`${url}/dev/things/lamp`));
    expect(event).toMatchObject({ rawPath: '/dev/things/lamp', stageVariables: { colour: 'blue' } });
    expect(event.requestContext).toMatchObject({ stage: 'dev', http: { path: '/dev/things/lamp' } });
  });

  it('are none where nothing was deployed', async () => {
    const response = await fetch(`${url}/empty/things/lamp`);
    expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
  });

  it('may be made by a target alone', async () => {
    const event = await eventOf(await fetch(`${running.sandbox.outputs.QuickUrl}/anything`));
    expect(event).toMatchObject({ version: '2.0', routeKey: '$default', rawPath: '/anything' });
  });

  it('of a WebSocket API are left out, and the log says so', () => {
    expect(running.sandbox.views.logs()).toContainEqual(expect.stringContaining('Socket is a WebSocket API'));
  });
});

describe('an event of format 2.0', () => {
  it('names the identity of whoever signed', async () => {
    const event = await eventOf(
      await signed('/iam', { body: '{"a":1}', headers: { 'content-type': 'application/json' } }),
    );
    const { sandbox, user } = running;
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /iam',
      rawPath: '/iam',
      rawQueryString: '',
      body: '{"a":1}',
      isBase64Encoded: false,
    });
    expect(event.requestContext.authorizer.iam).toEqual({
      accessKey: user.credentials.accessKeyId,
      accountId: '111122223333',
      callerId: expect.stringMatching(/^AROA\w+:CognitoIdentityCredentials$/),
      cognitoIdentity: {
        amr: ['authenticated', expect.stringMatching(/^cognito-idp/), expect.stringMatching(/:CognitoSignIn:/)],
        identityId: user.identityId,
        identityPoolId: sandbox.outputs.IdentityPoolId,
      },
      principalOrgId: null,
      userArn: expect.stringMatching(/^arn:aws:sts::111122223333:assumed-role\//),
      userId: expect.stringMatching(/^AROA/),
    });
    expect(event.requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  });

  it('has no authorizer where anybody may call, and only what was sent', async () => {
    const event = await eventOf(await fetch(`${url}/things/lamp`));
    expect(event.requestContext).not.toHaveProperty('authorizer');
    for (const absent of ['body', 'cookies', 'queryStringParameters', 'pathParameters', 'stageVariables']) {
      expect(event).not.toHaveProperty(absent);
    }
  });

  it('has cookies by themselves, and of a query both the text and the values', async () => {
    const headers = { cookie: 'a=1; b=2' };
    const event = await eventOf(await fetch(`${url}/things/lamp?q=1&q=2&r=%20x`, { headers }));
    expect(event).toMatchObject({
      cookies: ['a=1', 'b=2'],
      rawQueryString: 'q=1&q=2&r=%20x',
      queryStringParameters: { q: '1,2', r: ' x' },
    });
    expect(event.headers).not.toHaveProperty('cookie');
  });

  it.each([
    { type: 'application/json', body: '{}', encoded: false },
    { type: 'text/plain;charset=UTF-8', body: 'hi', encoded: false },
    { type: 'application/x-www-form-urlencoded', body: 'a=1', encoded: true },
    { type: 'image/png', body: 'x', encoded: true },
  ])('has a body of $type in Base64: $encoded', async ({ type, body, encoded }) => {
    const response = await fetch(`${url}/other`, { method: 'POST', headers: { 'content-type': type }, body });
    const event = await eventOf(response);
    expect(event.isBase64Encoded).toBe(encoded);
    expect(event.body).toBe(encoded ? Buffer.from(body).toString('base64') : body);
  });
});

describe('an event of format 1.0', () => {
  it('is much like that of a REST API, with the identity', async () => {
    const event = await eventOf(await signed('/first?q=2'));
    expect(event).toMatchObject({
      version: '1.0',
      resource: '/first',
      path: '/first',
      httpMethod: 'POST',
      queryStringParameters: { q: '2' },
      multiValueQueryStringParameters: { q: ['2'] },
      pathParameters: null,
      body: null,
    });
    expect(event.requestContext.identity).toMatchObject({
      cognitoIdentityId: running.user.identityId,
      cognitoAmr: expect.arrayContaining(['authenticated']),
    });
  });
});

describe("a function's answer", () => {
  const answered = async (path: string, payload: unknown) => {
    const response = await signed(path, { headers: { 'x-do': JSON.stringify(payload) } });
    return { response, text: await response.text() };
  };

  it.each([
    { payload: { hello: 'world' }, status: 200, text: '{"hello":"world"}', type: 'application/json' },
    { payload: null, status: 200, text: 'null', type: 'application/json' },
    { payload: { statusCode: 201, body: 'x' }, status: 201, text: 'x', type: 'text/plain; charset=utf-8' },
    { payload: { statusCode: '202', body: 'eA==', isBase64Encoded: true }, status: 202, text: 'x' },
    {
      payload: { statusCode: 200, headers: { 'Content-Type': 'text/html' }, body: 'x' },
      status: 200,
      text: 'x',
      type: 'text/html',
    },
  ])('$payload of format 2.0 is HTTP', async ({ payload, status, text, type }) => {
    const answer = await answered('/iam', payload);
    expect([answer.response.status, answer.text]).toEqual([status, text]);
    if (type !== undefined) expect(answer.response.headers.get('content-type')).toBe(type);
  });

  it('sets a cookie a header', async () => {
    const { response } = await answered('/iam', { statusCode: 200, cookies: ['a=1', 'b=2'] });
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it.each([
    { path: '/iam', payload: { statusCode: 'x' } },
    { path: '/iam', payload: { statusCode: 200, body: {} } },
    { path: '/first', payload: { hello: 'world' } },
  ])('$payload to $path is malformed', async ({ path, payload }) => {
    const { response, text } = await answered(path, payload);
    expect([response.status, text]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  it('that never comes is an error, too', async () => {
    const response = await signed('/iam', { headers: { 'x-do': 'throw' } });
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
  });
});
