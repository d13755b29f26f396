import { runningApiStack, type StackParts } from '../api-stack.js';
import { endpointOutput, httpApi } from './http-stack.js';

const page = 'https://a.example';
const iam = { AuthorizationType: 'AWS_IAM' };
const apis = (parts: StackParts) => ({
  ...httpApi('Pages', parts, {
    api: {
      CorsConfiguration: {
        AllowOrigins: [page],
        AllowMethods: ['GET', 'POST'],
        AllowHeaders: ['authorization', 'x-do'],
        ExposeHeaders: ['x-pid'],
        AllowCredentials: true,
        MaxAge: 600,
      },
    },
    routes: { 'GET /open': {}, 'GET /iam': iam, 'ANY /any': iam },
  }),
  ...httpApi('AllPages', parts, {
    api: { CorsConfiguration: { AllowOrigins: ['*'], AllowMethods: ['*'], AllowHeaders: ['*'] } },
    routes: { 'GET /open': {}, $default: {} },
  }),
});
const outputs = { ...endpointOutput('Pages'), ...endpointOutput('AllPages') };

let running: Awaited<ReturnType<typeof runningApiStack>>;
beforeAll(async () => {
  running = await runningApiStack(apis, { outputs });
}, 120_000);
afterAll(() => running.stop());

const address = (api: string, path: string) => `${running.sandbox.outputs[`${api}Url`]}${path}`;
const corsOf = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
const ask = (api: string, path: string, origin: string, method: string) =>
  fetch(address(api, path), { method: 'OPTIONS', headers: { origin, 'access-control-request-method': method } });

describe('a preflight that the API answers by itself', () => {
  it('tells an allowed page what it may send', async () => {
    const response = await ask('Pages', '/open', page, 'POST');
    expect(response.status).toBe(204);
    expect(corsOf(response)).toEqual({
      'access-control-allow-origin': page,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization,x-do',
      'access-control-max-age': '600',
    });
  });

  it('takes every page where all may come', async () => {
    const response = await ask('AllPages', '/open', 'https://b.example', 'DELETE');
    expect(response.status).toBe(204);
    expect(corsOf(response)).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-methods': '*' });
  });

  it.each([
    { title: 'another page', origin: 'https://evil.example', method: 'GET' },
    { title: 'a method that is not allowed', origin: page, method: 'DELETE' },
  ])('tells nothing to $title', async ({ origin, method }) => {
    expect(corsOf(await ask('Pages', '/open', origin, method))).toEqual({});
  });

  it('has to pass the authorization of a route that takes any method', async () => {
    const response = await ask('Pages', '/any', page, 'GET');
    expect([response.status, corsOf(response)]).toEqual([403, {}]);
  });

  it('is of no concern to the function of $default', async () => {
    await ask('AllPages', '/elsewhere', page, 'GET');
    expect(running.sandbox.views.apiRequests().at(-1)).toMatchObject({ route: '$default', status: 204 });
    expect(running.sandbox.views.apiRequests().at(-1)).not.toHaveProperty('event');
  });
});

describe('an answer to a page', () => {
  const answered = (origin: string) =>
    fetch(address('Pages', '/open'), {
      headers: {
        origin,
        'x-do':
          '{"statusCode":200,"headers":{"access-control-allow-origin":"*","access-control-allow-methods":"*","x-pid":"1"}}',
      },
    });

  it("has the API's own CORS headers in place of the function's", async () => {
    const response = await answered(page);
    expect(response.headers.get('x-pid')).toBe('1');
    expect(corsOf(response)).toEqual({
      'access-control-allow-origin': page,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'x-pid',
    });
  });

  it('has none for another page', async () => {
    expect(corsOf(await answered('https://evil.example'))).toEqual({});
  });

  it('has none where the API itself refuses: AWS documents them for answers of integrations', async () => {
    const response = await fetch(address('Pages', '/iam'), { headers: { origin: page } });
    expect([response.status, corsOf(response)]).toEqual([403, {}]);
  });
});

it('the origins are among those that may look into the sandbox', () => {
  expect(running.sandbox.allowedOrigins).toContain(page);
});
