import { request } from 'node:http';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';
import { signedInUser } from '../../support/signed-in-user.js';

let sandbox: Sandbox;
let look: (view: string, init?: RequestInit) => Promise<Response>;
beforeAll(async () => {
  sandbox = await runningSandbox();
  await signedInUser(sandbox);
  look = (view, init) => fetch(`${sandbox.url}/_sandbox/${view}`, init);
});
afterAll(() => sandbox.stop());

const post = (view: string, body: unknown, type = 'application/json') =>
  look(view, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) });

describe('what /_sandbox/ shows', () => {
  it('is listed, and every view of the list is there', async () => {
    const index = (await (await look('')).json()) as Record<string, string>;
    const views = Object.keys(index).flatMap((line) => line.match(/^GET \/_sandbox\/(.*)$/)?.[1] ?? []);
    expect(views.length).toBeGreaterThanOrEqual(12);
    for (const view of views) expect((await look(view)).status).toBe(200);
  });

  it('is a page with a link to every view in a browser, but for what is for programs alone', async () => {
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    const page = await look('', { headers: { accept } });
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    const html = await page.text();
    const links = [...html.matchAll(/<a href="([^"]+)"/g)].map(([, link]) => link);
    const index = (await (await look('')).json()) as Record<string, string>;
    const views = Object.keys(index).flatMap((line) => line.match(/^GET (.*)$/)?.[1] ?? []);
    for (const view of views) {
      const followed = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
      const { status } = await fetch(`${sandbox.url}${view}`, { headers: followed });
      expect([view, status]).toEqual([view, links.includes(view) ? 200 : 403]);
    }
    expect(links).toEqual(expect.arrayContaining(['/', '/_sandbox/outputs', '/_sandbox/decisions']));
    // A program that asks for nothing gets what it always got.
    expect((await fetch(sandbox.url)).status).toBe(404);
  });

  it.each([
    'outputs',
    'users',
    'password-policies',
    'identities',
    'attachments',
    'connections',
    'calls',
    'decisions',
    'logs',
    'function-logs',
    'not-emulated',
    'clock',
  ])('%s holds no secret', async (view) => {
    expect(await (await look(view)).text()).not.toMatch(/secret|sessionToken|verifier"|salt|"d":|eyJ/i);
  });

  it('tells what a password must have, for the form that asks for one', async () => {
    const policies = (await (await look('password-policies')).json()) as object;
    expect(policies).toEqual({ [sandbox.outputs.UserPoolId ?? '']: expect.objectContaining({ minimumLength: 12 }) });
  });

  it('does not have what is not there, and says what is', async () => {
    const response = await look('secrets');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'NotFound', index: expect.anything() });
  });

  it.each(['evil.example', `evil.example:80`, '127.0.0.1.nip.io', ''])(
    'is for no other host name: %j',
    async (host) => {
      const status = await new Promise((resolve, reject) => {
        const sent = request(`${sandbox.url}/_sandbox/operator`, { headers: { host }, setHost: false }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        sent.on('error', reject).end();
      });
      expect([400, 403]).toContain(status);
    },
  );

  it("is for pages of the API's own origins only", async () => {
    const cors = async (origin: string) =>
      (await look('outputs', { headers: { origin } })).headers.get('access-control-allow-origin');
    expect(await cors('http://localhost:8000')).toBe('http://localhost:8000');
    expect(await cors('https://evil.example')).toBeNull();
  });

  it.each([
    'operator',
    'OPERATOR',
    'Operator',
    'operator/',
    '/operator',
    '%6fperator',
    'operator?x',
    './operator',
    'x/../operator',
    'operator;x',
    'operator%2f',
    'operator%00',
    'unknown',
  ])("gives the operator's credentials to no page at all: %j", async (view) => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST']) {
      const response = await look(view, { method, headers: { origin: 'http://localhost:8000' } });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('is at its exact paths', async () => {
    expect((await look('operator')).status).toBe(200);
    for (const path of ['_sandbox/OPERATOR', '_sandbox/operator/', '_SANDBOX/operator', '_sandbox//operator']) {
      const response = await fetch(`${sandbox.url}/${path}`);
      expect([path, response.status]).toEqual([path, 404]);
    }
  });

  it('answers the preflight of a page for what pages may have', async () => {
    const headers = { origin: 'http://localhost:8000', 'access-control-request-method': 'GET' };
    const preflight = await look('clock', { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': 'http://localhost:8000',
      'access-control-allow-headers': 'content-type',
      'access-control-allow-methods': 'GET',
    });
  });
});

describe('a switch of /_sandbox/', () => {
  it('moves the clock', async () => {
    const before = sandbox.clock.now();
    expect((await post('clock', { advanceSeconds: 60 })).status).toBe(200);
    expect(sandbox.clock.now()).toBeGreaterThanOrEqual(before + 60_000);
  });

  it('moves the clock to no time that no date can say', async () => {
    expect((await post('clock', { advanceSeconds: 1e20 })).status).toBe(400);
    expect((await look('clock')).status).toBe(200);
  });

  it('takes the clock back, and locks nobody out on either way', async () => {
    await post('clock', { advanceSeconds: 7200 });
    // By SRP, whose timestamp is that of the machine.
    const user = await signedInUser(sandbox);
    const attach = () => signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', { credentials: user.credentials });
    expect((await post('clock', { reset: true })).status).toBe(200);
    expect(Math.abs(sandbox.clock.now() - Date.now())).toBeLessThan(60_000);
    expect((await attach()).status).toBe(200);
    expect((await signedInUser(sandbox)).credentials.accessKeyId).toMatch(/^ASIA/);
  });

  it.each([
    { path: 'faults', body: { operation: 'iot:AttachPolicy', code: 'ThrottlingException' } },
    { path: 'quotas', body: { operation: 'iot:AttachPolicy', perSecond: 1 } },
    { path: 'delays', body: { operation: 'iot:AttachPolicy', milliseconds: 1 } },
    { path: 'attach-delay', body: { seconds: 0 } },
    { path: 'reset', body: { operation: 'iot:AttachPolicy' } },
  ])('$path takes $body', async ({ path, body }) => {
    expect((await post(path, body)).status).toBe(200);
  });

  it.each([
    { path: 'clock', body: { advanceSeconds: -1 }, words: 'advanceSeconds' },
    { path: 'clock', body: {}, words: 'advanceSeconds' },
    { path: 'clock', body: { advanceSeconds: 1, reset: true }, words: 'either advanceSeconds' },
    { path: 'faults', body: { operation: 'AttachPolicy', code: 'x' }, words: 'named like iot:AttachPolicy' },
    { path: 'faults', body: { operation: 'iot:AttachPolicy', code: 'x', rate: 2 }, words: 'rate' },
    { path: 'quotas', body: { operation: 'iot:AttachPolicy', perSecond: '1' }, words: 'perSecond' },
    { path: 'delays', body: { operation: 'iot:AttachPolicy', milliseconds: 1, more: 1 }, words: 'more' },
    { path: 'reset', body: 'x', words: 'expected object' },
  ])('$path refuses $body and says why', async ({ path, body, words }) => {
    const response = await post(path, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ code: 'BadRequest', message: expect.stringContaining(words) });
  });

  it('takes nothing that a form on some page could send', async () => {
    const response = await post('clock', { advanceSeconds: 1 }, 'text/plain');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining('application/json') });
  });
});
