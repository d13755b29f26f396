import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { askAs, consoleToken, type Headers, HTML } from './ask-as.js';

const ALLOWED = 'http://localhost:8000';

let sandbox: Sandbox;
let token: string;
beforeAll(async () => {
  sandbox = await runningSandbox();
  token = await consoleToken(sandbox.url);
});
afterAll(() => sandbox.stop());

const ask = (headers: Headers) => askAs(sandbox.url, { method: 'GET', path: '/', headers });

describe('the console at /', () => {
  const headersOf = (headers: Headers) => ask({ accept: HTML, ...headers });

  it('has a token, and is protected', async () => {
    const page = await headersOf({});
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none';.*connect-src 'self';.*frame-ancestors 'none'/,
      ),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
    expect(page.headers['content-security-policy']).not.toMatch(/unsafe|https?:/);
    expect(page.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('has another token after each boot', async () => {
    const other = await runningSandbox();
    const another = await consoleToken(other.url);
    await other.stop();
    expect([token, another]).toEqual([expect.stringMatching(/^[\w-]{43}$/), expect.stringMatching(/^[\w-]{43}$/)]);
    expect(another).not.toBe(token);
  });

  it('is no answer to a program that asks for no page', async () => {
    expect((await ask({})).status).toBe(404);
    expect((await ask({ accept: 'application/json' })).status).toBe(404);
  });

  it.each([
    { who: 'by a script of its own origin', headers: { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' } },
    { who: 'into a frame', headers: { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'iframe' } },
    { who: 'by an allowed origin', headers: { origin: ALLOWED } },
    { who: 'by a foreign origin', headers: { origin: 'https://evil.example' } },
    { who: 'by the null origin', headers: { origin: 'null' } },
    { who: 'under another host name', headers: { host: 'evil.example' } },
    {
      who: 'by a service worker of another server that had this port',
      headers: {
        'sec-fetch-site': 'none',
        'sec-fetch-dest': 'document',
        'sec-fetch-mode': 'navigate',
        'service-worker-navigation-preload': 'true',
      },
    },
    { who: 'as a script of a foreign page', headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'script' } },
  ])('is not read $who', async ({ headers }) => {
    const { status, body, headers: answered } = await headersOf(headers as Headers);
    expect(status).toBe(403);
    expect(body).not.toContain(token);
    expect(answered['access-control-allow-origin']).toBeUndefined();
  });

  it('is opened by a link of any page, which sees nothing of it', async () => {
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await headersOf(link)).status).toBe(200);
  });
});
