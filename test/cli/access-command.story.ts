import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { all, allow, inUserRole, withoutResponses } from '../sandbox/access/template-edits.js';
import { sharedAssemblyFolder } from '../support/shared-assembly.js';
import { withEditedAssembly } from '../support/synthesized-assembly.js';

const command = join(import.meta.dirname, '../../cli/cognito-iot.js');
const assembly = sharedAssemblyFolder();
let folder: string;
let baseline: string;

async function access(...args: string[]) {
  const child = spawn(process.execPath, [command, 'access', ...args]);
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, 'exit');
  const [out, error] = await said;
  return { code, out, error };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'access-'));
  baseline = join(folder, 'access.json');
  const { out, code } = await access('--assembly', assembly, '--json');
  expect(code).toBe(0);
  writeFileSync(baseline, out);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('cognito-iot access', () => {
  it('says who may do what, for people, and ends with 0 whatever it marks', async () => {
    const { code, out, error } = await access('--assembly', assembly);
    expect([code, error]).toEqual([0, '']);
    const lines = out.split('\n');
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(lines.slice(0, 8)).toEqual([
      'users (role <AccessSignInAuthenticatedRole>)',
      '  connect as     ${sub}',
      '                 ${sub}-*',
      '  publish to     users/${sub}/*',
      '  receive from   users/${sub}/*',
      '  subscribe to   users/${sub}/*',
      '  call           DELETE /attach-policy of <AccessApi>, stage v1',
      '                 GET /attach-policy of <AccessApi>, stage v1',
    ]);
    expect(out).toContain('function <AccessAttachPolicyFunction> (role <AccessAttachPolicyRole>)');
    expect(out).toMatch(/ {2}<AccessApi> POST \/attach-policy +method +AWS_IAM/);
    expect(out).toMatch(
      / {4}#2 {3}iot:AttachPolicy, iot:DetachPolicy, +any-resource\n +iot:ListAttachedPolicies on \*\n/,
    );
  });

  it('finds nothing beyond a baseline that it has written itself', async () => {
    const told = await access('--assembly', assembly, '--baseline', baseline);
    expect(told).toEqual({ code: 0, out: 'Nobody may do more or less than in the baseline.\n', error: '' });
  });

  it('ends with 1 where more is allowed than in the baseline, with a table and as JSON', async () => {
    await withEditedAssembly(all(inUserRole(allow('iot:Publish')), withoutResponses), async (edited) => {
      const { code, out } = await access('--assembly', edited, '--baseline', baseline);
      expect(code).toBe(1);
      expect(out).toMatch(/^More than in the baseline \(3\):\n {2}what +where +which\n/);
      expect(out).toMatch(/right-added +users +role: iot:Publish on \* \(marked any-resource,\s+beyond-own-place,/);
      expect(out).toMatch(/door-opened +<AccessApi> +no-cors-on-error: DEFAULT_4XX/);
      expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
      const asJson = await access('--assembly', edited, '--baseline', baseline, '--json');
      expect(asJson.code).toBe(1);
      const { wider, other } = JSON.parse(asJson.out);
      expect([wider.length, other.length]).toEqual([3, 0]);
      expect(wider[0]).toMatchObject({ kind: 'right-added', where: 'users', layer: 'role', statement: '#5' });
    });
  });

  it('tells what is less, and ends with 0', async () => {
    await withEditedAssembly(inUserRole({ ...allow('iot:Publish'), Effect: 'Deny' }), async (edited) => {
      const { code, out } = await access('--assembly', edited, '--baseline', baseline);
      expect(out).toMatch(/^Less, or without being more/);
      expect(out).toMatch(/Nobody may do more than in the baseline\.\n$/);
      expect(code).toBe(0);
    });
  });

  it('ends with 2 where it can compare nothing, and says why', async () => {
    const none = join(folder, 'none.json');
    writeFileSync(none, '{"version":1}');
    expect(await access('--assembly', assembly, '--baseline', none)).toMatchObject({
      code: 2,
      out: '',
      error: expect.stringMatching(/none\.json is no report of this command \(stacks: .*cognito-iot access --json/),
    });
    expect(await access('--assembly', folder)).toMatchObject({ code: 2, error: expect.stringMatching(/assembly/) });
  });
});
