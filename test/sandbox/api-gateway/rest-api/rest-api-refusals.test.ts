import { accessToken as accessTokenOf } from '../../../support/access-token.js';
import { runningApiStack, type StackParts } from '../api-stack.js';
import { addressOutput, restApi } from './rest-stack.js';

const apis = (parts: StackParts) => {
  const tokens = (scopes?: string[]) => ({
    AuthorizationType: 'COGNITO_USER_POOLS',
    AuthorizerId: { Ref: 'Users' },
    ...(scopes === undefined ? {} : { AuthorizationScopes: scopes }),
  });
  return {
    Users: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        Type: 'COGNITO_USER_POOLS',
        Name: 'Users',
        RestApiId: { Ref: 'Plain' },
        ProviderARNs: [parts.userPoolArn],
        IdentitySource: 'method.request.header.Authorization',
      },
    },
    Parameters: {
      Type: 'AWS::ApiGateway::RequestValidator',
      Properties: { RestApiId: { Ref: 'Plain' }, ValidateRequestParameters: true },
    },
    Bodies: {
      Type: 'AWS::ApiGateway::RequestValidator',
      Properties: { RestApiId: { Ref: 'Plain' }, ValidateRequestBody: true },
    },
    Custom: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: { Type: 'TOKEN', Name: 'Custom', RestApiId: { Ref: 'Plain' }, AuthorizerUri: 'x' },
    },
    ...restApi('Plain', parts, {
      methods: {
        'GET /token': tokens(),
        'GET /scoped': tokens(['aws.cognito.signin.user.admin', 'other/read']),
        'GET /other-scope': tokens(['other/read']),
        'GET /custom': { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Custom' } },
        'GET /key': { ApiKeyRequired: true },
        'GET /validated': {
          RequestValidatorId: { Ref: 'Parameters' },
          RequestParameters: {
            'method.request.querystring.q': true,
            'method.request.header.X-Why': true,
            'method.request.querystring.optional': false,
          },
        },
        'POST /modelled': { RequestValidatorId: { Ref: 'Bodies' }, RequestModels: { 'application/json': 'M' } },
        'POST /unmodelled': { RequestValidatorId: { Ref: 'Bodies' } },
        'GET /http': { Integration: { Type: 'HTTP_PROXY', Uri: 'https://example.com' } },
        'GET /role': {
          Integration: {
            Type: 'AWS_PROXY',
            Uri: parts.functionUri,
            IntegrationHttpMethod: 'POST',
            Credentials: 'arn:x',
          },
        },
        'GET /mock-iam': {
          AuthorizationType: 'AWS_IAM',
          Integration: { Type: 'MOCK', IntegrationResponses: [{ StatusCode: '204' }] },
        },
      },
    }),
    ...restApi('Closed', parts, { api: { DisableExecuteApiEndpoint: true }, methods: { 'GET /open': {} } }),
    ...restApi('Described', parts, { api: { Body: { openapi: '3.0.1' } }, methods: { 'GET /open': {} } }),
  };
};
const outputs = Object.assign({}, ...['Plain', 'Closed', 'Described'].map((name) => addressOutput(name, 'prod')));

let granted: Awaited<ReturnType<typeof runningApiStack>>;
let other: typeof granted;
beforeAll(async () => {
  granted = await runningApiStack(apis, { outputs });
  other = await runningApiStack(() => ({}));
}, 120_000);
afterAll(() => Promise.all([granted, other].map(({ stop }) => stop())));

const tell = async (response: Response) => {
  const body = (await response.json()) as { message?: string; Message?: string };
  return [response.status, response.headers.get('x-amzn-errortype'), body.message ?? body.Message ?? 'reached'];
};
const unsigned = async (api: string, path: string, init: RequestInit = {}) =>
  tell(await fetch(`${granted.sandbox.outputs[`${api}Url`]}${path}`, init));

const reached = [201, null, 'reached'];

describe('a method that takes tokens of a user pool', () => {
  let idToken: string;
  let accessToken: string;
  beforeAll(async () => {
    const { sandbox, user } = granted;
    idToken = user.idToken;
    accessToken = await accessTokenOf(sandbox, user);
  });

  it.each([
    { title: 'an ID token', path: '/token', token: () => idToken, expected: reached },
    { title: 'an ID token after "Bearer"', path: '/token', token: () => `Bearer ${idToken}`, expected: reached },
    { title: 'an access token without scopes', path: '/token', token: () => accessToken },
    { title: 'an access token with the scope', path: '/scoped', token: () => accessToken, expected: reached },
    { title: 'an ID token where scopes are asked for', path: '/scoped', token: () => idToken },
    { title: 'an access token without the scope', path: '/other-scope', token: () => accessToken },
    { title: 'no token', path: '/token', token: () => '' },
    { title: 'a token that was changed', path: '/token', token: () => `${idToken.slice(0, -8)}AAAAAAAA` },
    { title: 'a token of another pool', path: '/token', token: () => other.user.idToken },
    { title: 'no token at all', path: '/token', token: () => 'hello' },
  ])('$title on $path', async ({ path, token, expected = [401, 'UnauthorizedException', 'Unauthorized'] }) => {
    expect(await unsigned('Plain', path, { headers: { authorization: token() } })).toEqual(expected);
  });

  it('hands the claims to the function, as text', async () => {
    const url = `${granted.sandbox.outputs.PlainUrl}/token`;
    const response = await fetch(url, { headers: { authorization: idToken } });
    // biome-ignore lint/suspicious/noExplicitAny: the event of a REST API, as the function got it
    const { event } = (await response.json()) as { event: any };
    expect(event.requestContext.authorizer.claims).toMatchObject({
      email: granted.user.email,
      email_verified: 'true',
      token_use: 'id',
    });
  });

  it('takes none that has expired', async () => {
    const { clock } = granted.sandbox;
    clock.advance(3 * 3_600_000);
    const answer = await unsigned('Plain', '/token', { headers: { authorization: idToken } });
    clock.reset();
    expect(answer).toEqual([401, 'UnauthorizedException', 'Unauthorized']);
  });
});

describe('what the sandbox cannot judge is refused by name, and does not stop the others', () => {
  it.each([
    { path: '/custom', words: 'authorization type CUSTOM of method PlainMethod' },
    { path: '/http', words: 'integration type HTTP_PROXY of method PlainMethod' },
    { path: '/role', words: 'the role that the integration takes on of method PlainMethod' },
    { path: '/modelled', method: 'POST', words: 'the request validator of method PlainMethod' },
  ])('$path', async ({ path, method = 'GET', words }) => {
    expect(await unsigned('Plain', path, { method })).toEqual([
      501,
      'SandboxUnsupported',
      expect.stringContaining(words),
    ]);
  });

  it('an API that is described elsewhere', async () => {
    expect(await unsigned('Described', '/open')).toEqual([
      501,
      'SandboxUnsupported',
      expect.stringContaining('the property Body of REST API Described'),
    ]);
  });
});

describe('what AWS refuses, too', () => {
  it.each([
    { title: 'a method with an API key', path: '/key', expected: [403, 'ForbiddenException', 'Forbidden'] },
    {
      title: 'a mock that takes a signature',
      path: '/mock-iam',
      expected: [403, 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
    },
    {
      title: 'parameters that are missing',
      path: '/validated',
      expected: [400, 'BadRequestException', 'Missing required request parameters: [q, X-Why]'],
    },
  ])('$title', async ({ path, expected }) => {
    expect(await unsigned('Plain', path, { headers: { 'x-api-key': 'k' } })).toEqual(expected);
  });

  it('an API without the address that every API has', async () => {
    expect(await unsigned('Closed', '/open')).toEqual([403, 'ForbiddenException', 'Forbidden']);
  });

  it('but not parameters that are there, nor a validator without a model', async () => {
    expect(await unsigned('Plain', '/validated?q=1', { headers: { 'x-why': 'so' } })).toEqual(reached);
    expect(await unsigned('Plain', '/unmodelled', { method: 'POST', body: 'x' })).toEqual(reached);
  });
});
