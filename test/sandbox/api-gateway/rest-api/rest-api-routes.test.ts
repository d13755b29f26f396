import { signedFetch } from '../../../support/signed-fetch.js';
import { runningApiStack } from '../api-stack.js';
import { addressOutput, restApi } from './rest-stack.js';

let running: Awaited<ReturnType<typeof runningApiStack>>;
let url: string;
beforeAll(async () => {
  running = await runningApiStack(
    (parts) => ({
      ...restApi('Shop', parts, {
        api: { BinaryMediaTypes: ['image/png'] },
        stage: { Variables: { colour: 'blue' } },
        methods: {
          'GET /': {},
          'ANY /things': {},
          'GET /things/{thing}': { AuthorizationType: 'AWS_IAM' },
          'GET /things/lamp': {},
          'POST /things/{thing}/parts/{part}': {},
          'ANY /files/{proxy+}': { AuthorizationType: 'AWS_IAM' },
        },
      }),
      ...restApi('Other', parts, { stage: { StageName: 'dev' }, methods: { 'GET /things': {} } }),
    }),
    { outputs: { ...addressOutput('Shop', 'prod'), ...addressOutput('Other', 'dev/') } },
  );
  url = running.sandbox.outputs.ShopUrl ?? '';
}, 120_000);
afterAll(() => running.stop());

interface Echo {
  // biome-ignore lint/suspicious/noExplicitAny: the event of a REST API, as the function got it
  readonly event: any;
}
const call = async (path: string, method = 'GET') => {
  const response = await signedFetch(`${url}${path}`, { credentials: running.user.credentials, method });
  return { status: response.status, body: (await response.json()) as Echo };
};

describe('the paths of a REST API', () => {
  it.each([
    { path: '/', resource: '/', parameters: null },
    { path: '/things', resource: '/things', parameters: null },
    { path: '/things/', resource: '/things', parameters: null },
    { path: '/things/lamp', resource: '/things/lamp', parameters: null },
    { path: '/things/door', resource: '/things/{thing}', parameters: { thing: 'door' } },
    { path: '/things/a%20b%2Fc', resource: '/things/{thing}', parameters: { thing: 'a b/c' } },
    {
      path: '/things/door/parts/7',
      method: 'POST',
      resource: '/things/{thing}/parts/{part}',
      parameters: { thing: 'door', part: '7' },
    },
    { path: '/files/a/b%20c.txt', method: 'PATCH', resource: '/files/{proxy+}', parameters: { proxy: 'a/b c.txt' } },
  ])('$path reaches $resource', async ({ path, method = 'GET', resource, parameters }) => {
    const { status, body } = await call(path, method);
    expect(status).toBe(201);
    expect(body.event).toMatchObject({ resource, httpMethod: method, pathParameters: parameters });
    expect(body.event.path).toBe(path === '/things/' ? '/things/' : path);
    expect(body.event.requestContext).toMatchObject({ resourcePath: resource, stage: 'prod' });
  });

  it.each([
    { path: '/nowhere' },
    { path: '/files' },
    { path: '/things/door', method: 'PUT' },
    // The other path that would take it is less specific.
    { path: '/things/lamp', method: 'POST' },
    { path: '/things//parts/7', method: 'POST' },
  ])('$method $path is not there', async ({ path, method }) => {
    const { status, body } = await call(path, method);
    expect([status, body]).toEqual([403, { message: 'Missing Authentication Token' }]);
  });

  it('are judged as they were asked for, not as the template writes them', async () => {
    await call('/things/door');
    const asked = running.sandbox.views.decisions(0).filter(({ action }) => action === 'execute-api:Invoke');
    expect(asked.at(-1)?.resource).toMatch(/\/prod\/GET\/things\/door$/);
  });

  it('bring the variables of the stage', async () => {
    const { body } = await call('/things');
    expect(body.event.stageVariables).toEqual({ colour: 'blue' });
  });

  it('hand over a binary body in Base64', async () => {
    const headers = { 'content-type': 'image/png' };
    const response = await fetch(`${url}/things`, { method: 'POST', headers, body: new Uint8Array([0xff, 0]) });
    const { event } = (await response.json()) as Echo;
    expect(event).toMatchObject({ body: '/wA=', isBase64Encoded: true });
  });
});

describe('several REST APIs in one template', () => {
  it('have addresses of their own, which the outputs name', async () => {
    expect(running.sandbox.outputs.OtherUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/execute-api\/\w+\/dev\/$/);
    const response = await fetch(`${running.sandbox.outputs.OtherUrl}things`);
    expect(((await response.json()) as Echo).event.requestContext.stage).toBe('dev');
  });

  it('have no stage of each other', async () => {
    const response = await fetch(`${url.replace('/prod', '/dev')}/things`);
    expect([response.status, await response.json()]).toEqual([403, { message: 'Forbidden' }]);
  });
});
