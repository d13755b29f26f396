import { accessToken as accessTokenOf } from '../../../support/access-token.js';
import { signedFetch } from '../../../support/signed-fetch.js';
import { runningApiStack, type StackParts } from '../api-stack.js';
import { endpointOutput, httpApi } from './http-stack.js';

const iam = { AuthorizationType: 'AWS_IAM' };

const apis = (parts: StackParts) => {
  const issuer = { 'Fn::Join': ['', ['https://cognito-idp.us-east-1.amazonaws.com/', parts.userPoolId]] };
  const authorizer = (Issuer: unknown, Audience: unknown[], IdentitySource = ['$request.header.Authorization']) => ({
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: { Ref: 'Api' },
      AuthorizerType: 'JWT',
      IdentitySource,
      JwtConfiguration: { Issuer, Audience },
    },
  });
  const jwt = (AuthorizerId: string, AuthorizationScopes?: string[]) => ({
    AuthorizationType: 'JWT',
    AuthorizerId: { Ref: AuthorizerId },
    ...(AuthorizationScopes === undefined ? {} : { AuthorizationScopes }),
  });
  return {
    Users: authorizer(issuer, [parts.userPoolClientId]),
    OtherAudience: authorizer(issuer, ['somebody-else']),
    InQuery: authorizer(issuer, [parts.userPoolClientId], ['$request.querystring.token']),
    Elsewhere: authorizer('https://example.com/', ['a']),
    Lambda: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: { ApiId: { Ref: 'Api' }, AuthorizerType: 'REQUEST', AuthorizerUri: 'x' },
    },
    ...httpApi('Api', parts, {
      routes: {
        'GET /iam': iam,
        'GET /token': jwt('Users'),
        'GET /query': jwt('InQuery'),
        'GET /audience': jwt('OtherAudience'),
        'GET /scope': jwt('Users', ['other/read', 'aws.cognito.signin.user.admin']),
        'GET /other-scope': jwt('Users', ['other/read']),
        'GET /elsewhere': jwt('Elsewhere'),
        'GET /custom': { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Lambda' } },
        'GET /http': { integration: { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://example.com' } },
        'GET /mapped': { integration: { RequestParameters: { 'overwrite:path': '/x' } } },
        'GET /role': { integration: { CredentialsArn: 'arn:x' } },
      },
    }),
    ...httpApi('Slow', parts, {
      stages: { $default: { DefaultRouteSettings: { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 } } },
      routes: { 'GET /open': {} },
    }),
    ...httpApi('Closed', parts, { api: { DisableExecuteApiEndpoint: true }, routes: { 'GET /open': {} } }),
    ...httpApi('Described', parts, { api: { Body: { openapi: '3.0.1' } }, routes: {} }),
  };
};
const NAMES = ['Api', 'Slow', 'Closed', 'Described'];
const outputs = Object.assign({}, ...NAMES.map(endpointOutput));

let granted: Awaited<ReturnType<typeof runningApiStack>>;
let notGranted: typeof granted;
beforeAll(async () => {
  granted = await runningApiStack(apis, { outputs });
  notGranted = await runningApiStack(apis, { outputs, mayInvoke: [] });
}, 120_000);
afterAll(() => Promise.all([granted, notGranted].map(({ stop }) => stop())));

const address = (api: string, path: string) => `${granted.sandbox.outputs[`${api}Url`]}${path}`;
const tell = async (response: Response) => {
  const { message = 'reached' } = (await response.json()) as { message?: string };
  return [response.status, message];
};
const reached = [201, 'reached'];
const forbidden = [403, 'Forbidden'];

describe('a route that takes signatures', () => {
  it('lets in whom the role allows', async () => {
    const { credentials } = granted.user;
    expect(await tell(await signedFetch(address('Api', '/iam'), { credentials, method: 'GET' }))).toEqual(reached);
  });

  it('asks for the permission on stage, method and path', async () => {
    const url = `${notGranted.sandbox.outputs.ApiUrl}/iam`;
    const { credentials, identityId } = notGranted.user;
    expect(await tell(await signedFetch(url, { credentials, method: 'GET' }))).toEqual(forbidden);
    const last = notGranted.sandbox.views.decisions(0).findLast(({ action }) => action === 'execute-api:Invoke');
    expect(last?.resource).toMatch(/^arn:aws:execute-api:us-east-1:111122223333:\w+\/\$default\/GET\/iam$/);
    const [request] = notGranted.sandbox.views.apiRequests().slice(-1);
    expect(request).toMatchObject({ kind: 'HTTP API', route: 'GET /iam', caller: identityId, status: 403 });
    expect(request?.reason).toContain('because no identity-based policy allows the execute-api:Invoke action');
  });

  it.each([
    { title: 'no signature', sign: () => fetch(address('Api', '/iam')) },
    {
      title: 'a signature for another service',
      sign: () =>
        signedFetch(address('Api', '/iam'), {
          credentials: granted.user.credentials,
          method: 'GET',
          service: 'lambda',
        }),
    },
    {
      title: 'credentials of somewhere else',
      sign: () => signedFetch(address('Api', '/iam'), { credentials: notGranted.user.credentials, method: 'GET' }),
    },
    {
      title: 'an ID token',
      sign: () => fetch(address('Api', '/iam'), { headers: { authorization: `Bearer ${granted.user.idToken}` } }),
    },
  ])('says no more than Forbidden to $title', async ({ sign }) => {
    const response = await sign();
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await tell(response)).toEqual(forbidden);
  });
});

describe('a route that takes tokens', () => {
  let idToken: string;
  let accessToken: string;
  beforeAll(async () => {
    idToken = granted.user.idToken;
    accessToken = await accessTokenOf(granted.sandbox, granted.user);
  });
  const unauthorized = [401, 'Unauthorized'];

  it.each([
    { title: 'an ID token', path: '/token', token: () => `Bearer ${idToken}`, expected: reached, told: null },
    { title: 'an access token', path: '/token', token: () => accessToken, expected: reached, told: null },
    { title: 'a scope', path: '/scope', token: () => accessToken, expected: reached, told: null },
    { title: 'no token', path: '/token', token: () => '', expected: unauthorized, told: 'Bearer' },
    { title: 'no token at all', path: '/token', token: () => 'x', expected: unauthorized, told: 'invalid_token' },
    {
      title: 'a token that was changed',
      path: '/token',
      token: () => `${idToken.slice(0, -8)}AAAAAAAA`,
      expected: unauthorized,
      told: 'invalid_token',
    },
    {
      title: 'a token of another pool',
      path: '/token',
      token: () => notGranted.user.idToken,
      expected: unauthorized,
      told: 'invalid_token',
    },
    {
      title: 'a token for somebody else',
      path: '/audience',
      token: () => idToken,
      expected: unauthorized,
      told: 'the token does not have a valid audience',
    },
    {
      title: 'no such scope',
      path: '/other-scope',
      token: () => accessToken,
      expected: forbidden,
      told: 'insufficient_scope',
    },
    { title: 'no scope', path: '/scope', token: () => idToken, expected: forbidden, told: 'insufficient_scope' },
  ])('answers $title on $path', async ({ path, token, expected, told }) => {
    const response = await fetch(address('Api', path), { headers: { authorization: token() } });
    expect(await tell(response)).toEqual(expected);
    const header = response.headers.get('www-authenticate');
    if (told === null) expect(header).toBeNull();
    else expect(header).toContain(told);
  });

  it('may take them from the query', async () => {
    expect(await tell(await fetch(address('Api', `/query?token=${idToken}`)))).toEqual(reached);
    expect(await tell(await fetch(address('Api', '/query')))).toEqual(unauthorized);
    expect(JSON.stringify(granted.sandbox.views.apiRequests())).not.toContain(idToken);
  });

  it('takes none that has expired', async () => {
    const { clock } = granted.sandbox;
    clock.advance(3 * 3_600_000);
    const response = await fetch(address('Api', '/token'), { headers: { authorization: idToken } });
    clock.reset();
    expect(await tell(response)).toEqual(unauthorized);
  });

  it('hands claims and scopes to the function', async () => {
    const response = await fetch(address('Api', '/scope'), { headers: { authorization: accessToken } });
    // biome-ignore lint/suspicious/noExplicitAny: the event of an HTTP API, as the function got it
    const { event } = (await response.json()) as { event: any };
    expect(event.requestContext.authorizer.jwt).toMatchObject({
      claims: { token_use: 'access', exp: expect.stringMatching(/^\d+$/) },
      scopes: ['aws.cognito.signin.user.admin'],
    });
  });
});

describe('what the sandbox cannot judge is refused by name, and does not stop the others', () => {
  it.each([
    { path: '/elsewhere', words: 'the issuer https://example.com of authorizer Elsewhere' },
    { path: '/custom', words: 'authorization type CUSTOM of route ApiRoute' },
    { path: '/http', words: 'integration type HTTP_PROXY' },
    { path: '/mapped', words: 'RequestParameters of the integration ApiIntegration' },
    { path: '/role', words: 'CredentialsArn of the integration ApiIntegration' },
  ])('$path', async ({ path, words }) => {
    expect(await tell(await fetch(address('Api', path)))).toEqual([501, expect.stringContaining(words)]);
  });

  it('an API that is described elsewhere', async () => {
    const words = expect.stringContaining('the property Body of HTTP API Described');
    expect(await tell(await fetch(address('Described', '/open')))).toEqual([501, words]);
  });
});

describe('what AWS refuses, too', () => {
  it('is an API without the address that every API has', async () => {
    expect(await tell(await fetch(address('Closed', '/open')))).toEqual([404, 'Not Found']);
  });

  it('is more than the stage lets through', async () => {
    const answers = [];
    for (let count = 0; count < 3; count += 1) answers.push(await tell(await fetch(address('Slow', '/open'))));
    expect(answers).toEqual([reached, reached, [429, 'Too Many Requests']]);
  });
});
