import type { SignedInUser } from '../../../../journey/traveller.js';
import { createRequestLog } from '../../../../sandbox/api-gateway/requests/request-log.js';
import type { Sandbox } from '../../../../sandbox/sandbox.js';
import { runningSandbox } from '../../../support/running-sandbox.js';
import { signedFetch } from '../../../support/signed-fetch.js';
import { signedInUser } from '../../../support/signed-in-user.js';
import { stackWithTrialFunction } from '../trial-function.js';

const request = { kind: 'REST API', apiId: 'a1', stage: 'v1', method: 'GET', path: '/x' } as const;

describe('the log of API requests', () => {
  it('keeps the last two hundred, and tells only those after a number', () => {
    const log = createRequestLog(() => 7);
    for (let count = 0; count < 250; count += 1) log.begin(request)({ status: 200 });
    const numbers = log.entries().map(({ number }) => number);
    expect([numbers.length, numbers[0], numbers.at(-1)]).toEqual([200, 51, 250]);
    expect(log.entries(249)).toEqual([{ number: 250, time: 7, ...request, status: 200 }]);
  });

  it('has no key, token or cookie of an event or an answer', () => {
    const log = createRequestLog(() => 7);
    const note = log.begin(request);
    const secret = 'SECRET';
    const event = {
      headers: { Authorization: secret, 'X-Amz-Security-Token': secret, cookie: secret, 'X-Api-Key': secret, a: 'b' },
      multiValueHeaders: { authorization: [secret] },
      queryStringParameters: { 'X-Amz-Security-Token': secret, 'x-amz-signature': secret, c: 'd' },
      rawQueryString: `c=d&X-Amz-Security-Token=${secret}&X-Amz-Signature=${secret}`,
      cookies: [secret],
      requestContext: { identity: { accessKey: secret }, authorizer: { iam: { accessKey: secret, userId: 'u' } } },
      body: `{"token":"eyJhbGciOiJub25lIn0.e30.${secret}","key":"ASIAABCDEFGHIJKLMNOP"}`,
    };
    const headers = { 'Set-Cookie': secret };
    note({ reason: `The signature does not match.\n\nx-amz-security-token:${secret}` });
    note({ event, answer: { headers, multiValueHeaders: null, cookies: [secret], body: 'hello' } });
    const [entry] = log.entries();
    expect(JSON.stringify(entry)).not.toMatch(/SECRET|ASIA/);
    expect(entry?.event).toMatchObject({
      headers: { Authorization: '***', a: 'b' },
      rawQueryString: 'c=d&X-Amz-Security-Token=***&X-Amz-Signature=***',
      requestContext: { authorizer: { iam: { userId: 'u' } } },
    });
    expect(entry?.answer).toContain('hello');
  });

  it('is cut where an answer is long, and takes one of any depth', () => {
    const log = createRequestLog(() => 7);
    log.begin(request)({ answer: { body: 'x'.repeat(1_000_000) } });
    log.begin(request)({ answer: JSON.parse(`${'['.repeat(500_000)}${']'.repeat(500_000)}`) });
    for (const { answer = '' } of log.entries()) expect(answer.length).toBeLessThan(10_010);
  });
});

describe('GET /_sandbox/api-requests', () => {
  let sandbox: Sandbox;
  let user: SignedInUser;
  let deleteCode: () => void;
  beforeAll(async () => {
    const stack = stackWithTrialFunction();
    deleteCode = stack.deleteCode;
    sandbox = await runningSandbox({ assembly: stack.assembly });
    user = await signedInUser(sandbox);
  }, 120_000);
  afterAll(async () => {
    await sandbox.stop();
    deleteCode();
  });

  it('tells who called what, with the event and the answer, and why others were refused', async () => {
    const url = sandbox.outputs.AttachPolicyUrl ?? '';
    await signedFetch(url, { credentials: user.credentials, headers: { 'x-do': '{"statusCode":200,"body":"hi"}' } });
    await fetch(url, { method: 'POST' });
    await fetch(`${url}/nowhere`);
    const entries = await (await fetch(`${sandbox.url}/_sandbox/api-requests`)).json();
    expect(entries).toEqual([
      expect.objectContaining({
        kind: 'REST API',
        stage: 'v1',
        method: 'POST',
        path: '/attach-policy',
        route: 'POST /attach-policy',
        caller: user.identityId,
        status: 200,
        event: expect.objectContaining({ httpMethod: 'POST' }),
        answer: '{"statusCode":200,"body":"hi"}',
      }),
      expect.objectContaining({ status: 403, reason: 'Missing Authentication Token' }),
      expect.objectContaining({ status: 403, reason: 'The API has no GET /attach-policy/nowhere.' }),
    ]);
    expect(JSON.stringify(entries)).not.toContain(user.credentials.sessionToken);
    expect(JSON.stringify(entries)).not.toContain(user.credentials.accessKeyId);
    expect(sandbox.views.apiRequests(2)).toHaveLength(1);
  });

  it('is for programs on this machine, not for a page', async () => {
    const origin = sandbox.allowedOrigins[0] ?? '';
    const response = await fetch(`${sandbox.url}/_sandbox/api-requests`, { headers: { origin } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});
