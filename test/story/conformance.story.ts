import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_QUESTIONS } from '../../conformance/all-questions.js';
import { RECORDED } from '../../conformance/recorded.js';
import { differences, parseReport, type Report, type Told } from '../../conformance/report.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { counted, ended, startConformance } from '../support/conformance-command.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { onlyResource, settingsSandbox } from '../support/settings-sandbox.js';

const recordedFile = join(import.meta.dirname, '../../conformance/expected.json');
jest.setTimeout(300_000);

let folder: string;
let usual: Sandbox;
/** Has what the usual stack lacks: guests, the classic flow, tags, and a concurrency that is reached. */
let rich: Sandbox;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  const own = ['users/{identity}/*', 'tenants/{tenant}/*'];
  const settings = {
    guests: { access: { subscribe: ['news'], receive: ['news'] } },
    principalTags: { tenant: 'custom:tenant' },
    access: { publish: own, subscribe: own, receive: own },
  };
  usual = await runningSandbox();
  rich = await settingsSandbox(settings, {
    concurrentExecutions: 1,
    edit: (template) => {
      onlyResource(template, 'AWS::Cognito::IdentityPool').AllowClassicFlow = true;
    },
  });
}, 60_000);
afterAll(async () => {
  for (const one of [usual, rich]) await one?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string) => join(folder, name);
const read = (name: string) => parseReport(readFileSync(file(name), 'utf8'), name);
/** What the usual stack has no use for. */
const ELSEWHERE = ['amr', 'guest-credentials-live', 'lambda-429', 'principal-tags-on-data-plane'];

const run = (...args: string[]) => ended(startConformance(args, folder));

describe('on a sandbox', () => {
  it('every question is answered as recorded, and nothing stays behind', async () => {
    const before = await counted(usual);
    const [one, other] = await Promise.all([
      run('--sandbox', usual.url, '--slow', '--report', 'usual.json'),
      run('--sandbox', rich.url, '--report', 'rich.json', ...ELSEWHERE.flatMap((id) => ['--only', id])),
    ]);
    const answers = { ...read('usual.json').answers, ...read('rich.json').answers };
    if (process.env.CONFORMANCE_WRITE === '1') record(answers);
    else {
      expect(differences(RECORDED, { format: 1, asked: 'sandbox', answers })).toEqual([]);
      expect([one, other]).toMatchObject([{ code: 0 }, { code: 0 }]);
    }
    const asked = Object.entries(answers).filter(([, told]) => 'answer' in told);
    expect(asked.map(([id]) => id).sort()).toEqual(ALL_QUESTIONS.map(({ id }) => id).sort());
    expect(one.out).toMatch(/^✓ takeover-mqtt-5: \{"next":"CONNACK 0","former":"DISCONNECT 142, closes"\}$/m);
    expect(one.out).toMatch(/^- guest-credentials-live: not asked: the stack lets no guests in$/m);

    expect(await counted(usual)).toEqual(before);
    expect(Math.abs(usual.clock.now() - Date.now())).toBeLessThan(2000);
  });

  it('the report names no account, pool, identity, key, host or client', () => {
    const told = readFileSync(file('usual.json'), 'utf8') + readFileSync(file('rich.json'), 'utf8');
    for (const { outputs, views, url } of [usual, rich]) {
      const { accessKeyId, secretAccessKey, sessionToken } = views.operator();
      const { UserPoolId, UserPoolClientId, IdentityPoolId, IotPolicyName, IotEndpoint, Region } = outputs;
      const own = [UserPoolId, UserPoolClientId, IdentityPoolId, IotPolicyName, IotEndpoint, Region, new URL(url).host];
      const secrets = [accessKeyId, secretAccessKey, sessionToken];
      for (const text of [...own, ...secrets]) {
        expect(text?.length).toBeGreaterThan(4);
        expect(told).not.toContain(text);
      }
    }
    expect(told).not.toMatch(/\d{12}/);
    expect(told).not.toMatch(/\b(ASIA|AROA)[A-Z0-9]{8}/);
    expect(told).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    expect(told).not.toMatch(/example\.com|127\.0\.0\.1|eyJ/);
  });
});

describe('where a sandbox answers otherwise', () => {
  it('the command ends with 1, and shows both answers', async () => {
    const lenient = await runningSandbox({ refusedSubscribe: 'suback' });
    const args = ['--sandbox', lenient.url, '--only', 'subscribe-refused', '--report', 'lenient.json'];
    const { code, out } = await run(...args);
    await lenient.stop();
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ subscribe-refused-mqtt-3: SUBACK 128$/m);
    expect(out).toMatch(/^✓ subscribe-refused-mqtt-5: SUBACK 135$/m);
    expect(out).toMatch(/^subscribe-refused-mqtt-3 +closes +SUBACK 128$/m);
    expect(out).toMatch(/^2 answers, 1 differ or failed; 0 questions not asked\.$/m);
  });

  it('conformance diff finds it in the report, by itself and against another one', async () => {
    const alone = await run('diff', 'lenient.json');
    expect(alone).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^subscribe-refused-mqtt-3 +closes +SUBACK 128$/m),
    });
    writeFileSync(
      file('doctored.json'),
      JSON.stringify({ ...RECORDED, answers: { 'attach-twice': { answer: 'error' } } }),
    );
    const both = await run('diff', 'doctored.json', recordedFile, '--json');
    expect(both.code).toBe(1);
    expect(JSON.parse(both.out)).toEqual({
      compared: 1,
      differences: [{ id: 'attach-twice', one: { answer: 'error' }, other: { answer: 'done' } }],
    });
    expect(await run('diff', recordedFile)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/, no difference\.\n$/),
    });
    expect(await run('diff', 'none.json')).toMatchObject({ code: 1, err: expect.stringMatching(/^ENOENT: /) });
  });

  it('a question that fails is told, and the others are asked', async () => {
    const broken = await runningSandbox({ failures: FAILURES });
    const { code, out } = await run(
      '--sandbox',
      broken.url,
      '--only',
      'list-targets',
      '--only',
      'attach-twice',
      '--json',
    );
    await broken.stop();
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      answers: {
        'list-targets-form': { failed: expect.stringMatching(/^InternalFailureException/) },
        'attach-twice': { answer: 'done' },
      },
      left: [],
    });
  });
});

const FAILURES = { 'iot:ListTargetsForPolicy': { code: 'InternalFailureException', rate: 1 } };

it('--dry-run tells all questions and makes nothing', async () => {
  const before = await counted(usual);
  const { code, out } = await run('--sandbox', usual.url, '--dry-run');
  expect(code).toBe(0);
  expect(out).toMatch(/^attach-eleventh +a user, her identity, eleven policies and ten attachments$/m);
  expect(out).toMatch(
    new RegExp(`^${ALL_QUESTIONS.length} questions would be asked, \\d of them only with --slow\\.$`, 'm'),
  );
  expect(await counted(usual)).toEqual(before);
});

it.each([
  [['--only', 'nothing-such'], "no question's ID begins with nothing-such"],
  [['diff'], "missing required argument 'report'"],
  [['--quick'], "unknown option '--quick'"],
])('conformance %j is wrong usage: 2', async (args, says) => {
  const { code, out, err } = await run(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(says);
});

/** The order is that of the questions, so that a change is a small one. */
function record(answers: Readonly<Record<string, Told>>): void {
  const ordered = Object.fromEntries(ALL_QUESTIONS.flatMap(({ id }) => (answers[id] ? [[id, answers[id]]] : [])));
  const report: Report = { format: 1, asked: 'sandbox', answers: ordered };
  writeFileSync(recordedFile, `${JSON.stringify(report, undefined, 2)}\n`);
}
