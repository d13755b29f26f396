import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

const command = join(import.meta.dirname, '../../cli/cognito-iot.js');

let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  sandbox = await runningSandbox();
  folder = mkdtempSync(join(tmpdir(), 'snapshot-command-'));
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

async function run(...args: string[]): Promise<{ readonly code: number; readonly said: string }> {
  const child = spawn(process.execPath, [command, 'sandbox', ...args]);
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, 'exit');
  return { code, said: (await said).join('') };
}

describe('cognito-iot sandbox', () => {
  it('writes a snapshot for its owner alone, says so, and restores it', async () => {
    const { email } = await signedInUser(sandbox);
    const file = join(folder, 'users.json');
    writeFileSync(file, 'what lay there before', { mode: 0o644 });
    const saved = await run('snapshot', file, '--sandbox', sandbox.url);
    expect(saved).toEqual({ code: 0, said: expect.stringMatching(/signing keys are among them.*mode 600/) });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await sandbox.reset();
    expect(await run('restore', file, '--sandbox', sandbox.url)).toMatchObject({ code: 0 });
    expect(sandbox.views.users().map((user) => user.email)).toEqual([email]);
  });

  it('says of what a snapshot is that it does not restore, and changes nothing', async () => {
    const { email } = await signedInUser(sandbox);
    const file = join(folder, 'other.json');
    writeFileSync(file, JSON.stringify({ ...sandbox.snapshot(), stacks: ['Orders'] }));
    expect(await run('restore', file, '--sandbox', sandbox.url)).toEqual({
      code: 1,
      said: expect.stringContaining('It is a snapshot of Orders in us-east-1, and this sandbox runs CognitoIotAccess'),
    });
    expect(sandbox.views.users().map((user) => user.email)).toContain(email);
  });

  it('says where it looked for a sandbox', async () => {
    const file = join(folder, 'none.json');
    const { code, said } = await run('snapshot', file, '--sandbox', 'http://127.0.0.1:1');
    expect([code, said]).toEqual([1, 'No sandbox answers at http://127.0.0.1:1. Name it with --sandbox URL.\n']);
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });
});
