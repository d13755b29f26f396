import { CONSOLE_TOKEN_HEADER } from '../../../contract/console.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { askAs, consoleToken, type Headers } from './ask-as.js';

let sandbox: Sandbox;
let host: string;
let token: string;
let index: Record<string, string>;
beforeAll(async () => {
  sandbox = await runningSandbox();
  ({ host } = new URL(sandbox.url));
  token = await consoleToken(sandbox.url);
  index = JSON.parse((await ask('GET', '/_sandbox/', {})).body);
});
afterAll(() => sandbox.stop());

const ask = (method: string, path: string, headers: Headers, body?: string) =>
  askAs(sandbox.url, { method, path, headers, body });

const JSON_TYPE = { 'content-type': 'application/json' };
const ALLOWED = 'http://localhost:8000';

interface AskedBy {
  readonly caller: string;
  readonly headers: () => Headers;
  /** What it gets: of a view for pages, of a view for this machine, and of what changes something. */
  readonly reads: boolean;
  readonly readsMachine: boolean;
  readonly changes: boolean;
}

const own = (more: Headers = {}) => ({ origin: `http://${host}`, 'sec-fetch-site': 'same-origin', ...more });
const withToken = () => ({ [CONSOLE_TOKEN_HEADER]: token });
const all = { reads: true, readsMachine: true, changes: true };
const pagesOnly = { reads: true, readsMachine: false, changes: false };
const nothing = { reads: false, readsMachine: false, changes: false };

const callers: readonly AskedBy[] = [
  { caller: 'a program, without Origin', headers: () => ({}), ...all },
  { caller: 'an address that was typed in', headers: () => ({ 'sec-fetch-site': 'none' }), ...all },
  { caller: 'the console with its token', headers: () => own(withToken()), ...all },
  {
    caller: 'the console with its token, reading, where browsers send no Origin',
    headers: () => ({ 'sec-fetch-site': 'same-origin', ...withToken() }),
    ...all,
  },
  { caller: "the console's origin without a token", headers: () => own(), ...pagesOnly },
  {
    caller: "the console's origin with another token",
    headers: () => own({ [CONSOLE_TOKEN_HEADER]: token.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) }),
    ...pagesOnly,
  },
  {
    caller: "the console's origin with a piece of the token",
    headers: () => own({ [CONSOLE_TOKEN_HEADER]: token.slice(0, -1) }),
    ...pagesOnly,
  },
  {
    caller: "a script of the console's origin without a token, without Origin",
    headers: () => ({ 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }),
    ...pagesOnly,
  },
  { caller: 'an allowed origin', headers: () => ({ origin: ALLOWED }), ...pagesOnly },
  { caller: 'an allowed origin with the token', headers: () => ({ origin: ALLOWED, ...withToken() }), ...pagesOnly },
  {
    caller: 'an allowed origin in a browser that says where it comes from',
    headers: () => ({ origin: ALLOWED, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }),
    ...pagesOnly,
  },
  { caller: 'a foreign origin', headers: () => ({ origin: 'https://evil.example' }), ...nothing },
  {
    caller: 'a foreign origin with the token',
    headers: () => ({ origin: 'https://evil.example', ...withToken() }),
    ...nothing,
  },
  { caller: 'the null origin', headers: () => ({ origin: 'null' }), ...nothing },
  { caller: 'the null origin with the token', headers: () => ({ origin: 'null', ...withToken() }), ...nothing },
  {
    caller: 'a page on another port of this machine',
    headers: () => ({ origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site', ...withToken() }),
    ...nothing,
  },
  {
    caller: 'a page that claims the origin of the console, which browsers know better',
    headers: () => own({ 'sec-fetch-site': 'cross-site', ...withToken() }),
    ...nothing,
  },
  {
    caller: 'an image of a foreign page',
    headers: () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }),
    ...nothing,
  },
  {
    caller: 'a link of a foreign page',
    headers: () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }),
    ...pagesOnly,
  },
  {
    caller: 'another host name',
    headers: () => ({ host: 'sandbox.example', ...withToken() }),
    ...nothing,
  },
  {
    caller: 'a page whose name was rebound to this machine',
    headers: () => ({
      host: 'evil.example:8001',
      origin: 'http://evil.example:8001',
      'sec-fetch-site': 'same-origin',
      ...withToken(),
    }),
    ...nothing,
  },
];

/** Views that are for programs and the console alone. */
const FOR_MACHINE = /^GET \/_sandbox\/(operator|api-requests|events|snapshot|overview|mqtt-messages)$/;

describe.each(callers)('$caller', ({ headers, reads, readsMachine, changes }) => {
  it(`reads ${readsMachine ? 'all' : reads ? 'what is for pages' : 'nothing'}`, async () => {
    const views = Object.keys(index).filter((line) => line.startsWith('GET '));
    expect(views.length).toBeGreaterThan(12);
    for (const view of views) {
      const { status } = await ask('GET', view.slice('GET '.length), headers());
      const may = FOR_MACHINE.test(view) ? readsMachine : reads;
      expect([view, status]).toEqual([view, may ? 200 : 403]);
    }
  });

  it(`changes ${changes ? 'something' : 'nothing'}`, async () => {
    const switches = Object.keys(index).filter((line) => line.startsWith('POST '));
    expect(switches.length).toBeGreaterThanOrEqual(6);
    const before = JSON.stringify(sandbox.views.users());
    for (const view of switches) {
      // What nobody can do: a program is told so, and a page is refused before anybody looks at it.
      const { status } = await ask(
        'POST',
        view.slice('POST '.length),
        { ...JSON_TYPE, ...headers() },
        '{"unknown": 1}',
      );
      expect([view, status]).toEqual([view, changes ? 400 : 403]);
    }
    expect(JSON.stringify(sandbox.views.users())).toBe(before);
  });

  it('and is let in by a preflight only where pages read', async () => {
    for (const line of Object.keys(index)) {
      const [method = '', path = ''] = line.split(' ');
      const preflight = {
        'access-control-request-method': method,
        'access-control-request-headers': 'x-sandbox-token',
      };
      const answer = await ask('OPTIONS', path, { ...headers(), ...preflight });
      const named = answer.headers['access-control-allow-origin'];
      expect(answer.headers['access-control-allow-headers'] ?? '').not.toContain(CONSOLE_TOKEN_HEADER);
      expect(answer.headers['access-control-allow-methods'] ?? 'GET').toBe('GET');
      if (named !== undefined) expect([named, FOR_MACHINE.test(line)]).toEqual([ALLOWED, false]);
    }
  });
});

describe('a form of some page', () => {
  it.each(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain', ''])(
    'that sends %j changes nothing',
    async (type) => {
      for (const line of Object.keys(index).filter((one) => one.startsWith('POST '))) {
        const { status } = await ask(
          'POST',
          line.slice('POST '.length),
          { 'content-type': type },
          '{"advanceSeconds":1}',
        );
        expect([line, status]).toEqual([line, 400]);
      }
    },
  );
});
