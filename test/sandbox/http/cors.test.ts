import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';

const origin = 'https://app.example';
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await runningSandbox();
});
afterAll(() => sandbox.stop());

/** What a browser asks before it lets a page send a request. */
async function preflight(path: string, method: string, headers: string) {
  const asked = { origin, 'access-control-request-method': method, 'access-control-request-headers': headers };
  const { status, headers: given } = await fetch(`${sandbox.url}${path}`, { method: 'OPTIONS', headers: asked });
  const list = (name: string) => (given.get(`access-control-allow-${name}`) ?? '').toLowerCase().split(/, ?/);
  return {
    status,
    origin: given.get('access-control-allow-origin'),
    credentials: given.get('access-control-allow-credentials'),
    /** As the browser judges it. */
    passes:
      list('methods').includes(method.toLowerCase()) &&
      headers.split(',').every((one) => list('headers').includes(one)),
  };
}

const SIGNED = 'authorization,x-amz-date,x-amz-security-token';
/** What the AWS SDK for JavaScript v3 sends from a browser. */
const SDK = `amz-sdk-invocation-id,amz-sdk-request,${SIGNED},content-type,x-amz-content-sha256,x-amz-user-agent`;

describe('a preflight', () => {
  it.each([
    { title: 'of a sign-in', path: '/', method: 'POST', headers: 'content-type,x-amz-target,x-amz-user-agent' },
    { title: 'of AttachPolicy', path: '/target-policies/P', method: 'PUT', headers: SDK },
    { title: 'of DetachPolicy', path: '/target-policies/P', method: 'POST', headers: SDK },
    {
      title: 'of AttachPrincipalPolicy',
      path: '/principal-policies/P',
      method: 'PUT',
      headers: `${SDK},x-amzn-iot-principal`,
    },
    {
      title: 'of a function',
      path: '/2015-03-31/functions/f/invocations',
      method: 'POST',
      headers: `${SDK},x-amz-invocation-type`,
    },
    { title: 'of a message', path: '/topics/a%2Fb', method: 'POST', headers: SDK },
    { title: 'of STS', path: '/', method: 'POST', headers: SDK },
    { title: 'of a shadow', path: '/things/t/shadow', method: 'POST', headers: SDK },
  ])('$title is answered, for any origin, without cookies', async ({ path, method, headers }) => {
    expect(await preflight(path, method, headers)).toEqual({
      status: 200,
      origin: '*',
      credentials: null,
      passes: true,
    });
  });

  it.each([
    { title: 'a method that the path does not have', path: '/target-policies/P', method: 'DELETE', headers: SIGNED },
    {
      title: 'a header that AWS IoT does not let pages send',
      path: '/things/t/principals',
      method: 'PUT',
      headers: `${SIGNED},x-amzn-principal`,
    },
  ])('lets no page send $title', async ({ path, method, headers }) => {
    expect((await preflight(path, method, headers)).passes).toBe(false);
  });

  it.each(['/nowhere', '/_sandbox/operator', '/execute-api/nowhere'])('of %s gets no answer', async (path) => {
    expect((await preflight(path, 'POST', SIGNED)).origin).toBeNull();
  });
});

describe('a page may read', () => {
  const asked = { service: 'iot', headers: { origin } };
  const readable = {
    'access-control-allow-origin': '*',
    'access-control-expose-headers': expect.stringMatching(/x-amzn-requestid.*x-amzn-errortype/i),
  };

  it.each([
    { title: 'an answer', path: '/policies', status: 200 },
    { title: 'a refusal', path: '/policies/Nope', status: 404 },
  ])('$title of AWS IoT', async ({ path, status }) => {
    const credentials = sandbox.views.operator() as AwsCredentials;
    const response = await signedFetch(`${sandbox.url}${path}`, { ...asked, credentials, method: 'GET' });
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject(readable);
  });

  it('that it lacks the signature', async () => {
    const response = await fetch(`${sandbox.url}/target-policies/P`, { method: 'PUT', headers: { origin } });
    expect(response.status).toBe(403);
    expect(Object.fromEntries(response.headers)).toMatchObject(readable);
  });

  it('that a function failed', async () => {
    const credentials = sandbox.views.operator() as AwsCredentials;
    const path = '/2015-03-31/functions/Nope/invocations';
    const { headers } = await signedFetch(`${sandbox.url}${path}`, {
      service: 'lambda',
      headers: { origin },
      credentials,
    });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-expose-headers')).toContain('x-amz-function-error');
  });

  it('nothing of the look inside', async () => {
    const { headers } = await fetch(`${sandbox.url}/_sandbox/operator`, { headers: { origin } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});
