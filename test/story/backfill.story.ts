import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttachPolicyCommand, DetachPolicyCommand } from '@aws-sdk/client-iot';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { iotClients } from '../support/iot-clients.js';
import { pooledIdentity, putIdentities, range } from '../support/pooled-identities.js';
import { type Ended, startCommand, until } from '../support/run-command.js';
import { runningSandbox } from '../support/running-sandbox.js';

const FAST = {
  'iot:AttachPolicy': 10_000,
  'iot:DetachPolicy': 10_000,
  'cognito-identity:ListIdentities': 1000,
};

let folder: string;
let sandbox: Sandbox;
let policyName: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backfill-'));
  sandbox = await runningSandbox({ quotas: FAST });
  policyName = sandbox.outputs.IotPolicyName ?? '';
});
afterEach(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

const has = (identityId: string) =>
  (sandbox.views.attachments()[identityId] ?? []).some((one) => one.policyName === policyName);
const attached = () => Object.keys(sandbox.views.attachments()).filter(has).length;
const attachCalls = () => sandbox.guard.counts()['iot:AttachPolicy'] ?? { calls: 0, throttled: 0 };
const stateFile = () => join(folder, `backfill-${policyName}.json`);
const start = (...args: string[]) => startCommand(['backfill', '--sandbox', sandbox.url, ...args], folder);
const run = (...args: string[]): Promise<Ended> => start(...args).ended;
async function attach(name: string, n: number): Promise<void> {
  await iotClients(sandbox).iot.send(new AttachPolicyCommand({ policyName: name, target: pooledIdentity(n) }));
}

it('attaches whoever signs in, and neither guests nor whoever is revoked; who has it costs no call', async () => {
  await putIdentities(sandbox, range(5));
  await putIdentities(sandbox, range(2, 100), true);
  await attach(policyName, 0);
  await attach(sandbox.outputs.RevokedPolicyName ?? '', 1);
  const { calls: before } = attachCalls();
  const counts = { attached: 3, already: 1, guests: 2, left: 0, revoked: 1, unrecorded: 0, failed: [] };

  const planned = await run('--dry-run', '--json');
  expect(planned.code).toBe(0);
  expect(JSON.parse(planned.out)).toMatchObject({ ...counts, policyName, dryRun: true, directory: false });
  expect(attachCalls().calls).toBe(before);

  const { code, out } = await run('--rate', '100');
  expect(code).toBe(0);
  expect(out).toBe('3 attached\n1 had it already\n2 guests, who need none\n1 are revoked\n');
  expect(attachCalls().calls - before).toBe(3);
  expect(range(5).map((n) => has(pooledIdentity(n)))).toEqual([true, false, true, true, true]);
  expect(range(2, 100).map((n) => has(pooledIdentity(n)))).toEqual([false, false]);
  expect(existsSync(stateFile())).toBe(false);
});

it('goes on after a kill -9 without repeating more than one page', async () => {
  await putIdentities(sandbox, range(400));
  const { child, ended } = start('--rate', '150');
  await until(() => attached() >= 200);
  child.kill('SIGKILL');
  expect(await ended).toMatchObject({ code: undefined });
  const before = attached();
  expect(before).toBeLessThan(350);
  expect(JSON.parse(readFileSync(stateFile(), 'utf8')).total).toBe(400);

  const refused = await run();
  expect(refused).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^Unfinished: .* of 400 identities; give --resume/),
  });
  // Whoever was attached since then is no longer listed as attached: only the file knows how far it was.
  const { iot } = iotClients(sandbox);
  for (const n of range(120)) await iot.send(new DetachPolicyCommand({ policyName, target: pooledIdentity(n) }));
  const asked = sandbox.guard.counts()['cognito-identity:ListIdentities']?.calls ?? 0;
  const { calls } = attachCalls();

  const again = await run('--resume', '--rate', '150', '--json');
  expect(again.code).toBe(0);
  expect(JSON.parse(again.out)).toMatchObject({ complete: true, failed: [] });
  // The pages of before are not asked for again, so those who were detached meanwhile stay so.
  expect(attached()).toBe(400 - 120);
  expect(attachCalls().calls - calls).toBeLessThanOrEqual(400 - before);
  expect((sandbox.guard.counts()['cognito-identity:ListIdentities']?.calls ?? 0) - asked).toBeLessThanOrEqual(4);
  expect(existsSync(stateFile())).toBe(false);
});

it('slows down where AWS throttles it, and never fails by that', async () => {
  await putIdentities(sandbox, range(60));
  sandbox.guard.setQuota('iot:AttachPolicy', 15);
  expect(await run('--rate', '200')).toMatchObject({ code: 0, out: '60 attached\n' });
  expect(attachCalls().throttled).toBeGreaterThan(0);
  expect(attached()).toBe(60);
});

it('ends in order by Ctrl-C, and goes on by --resume', async () => {
  await putIdentities(sandbox, range(200));
  const { child, ended } = start('--rate', '100', '--json');
  await until(() => attached() >= 50);
  child.kill('SIGINT');
  const { code, out, err } = await ended;
  expect({ code, err: err.includes('give --resume') }).toEqual({ code: 1, err: true });
  const { attached: first, complete } = JSON.parse(out);
  expect({ first, complete }).toEqual({ first: attached(), complete: false });
  const { calls } = attachCalls();
  expect((await run('--resume', '--rate', '300')).code).toBe(0);
  expect(attachCalls().calls - calls).toBe(200 - first);
});

it('names who cannot be attached, and does all others', async () => {
  await putIdentities(sandbox, range(3));
  sandbox.guard.setFailure('iot:AttachPolicy', { code: 'LimitExceededException', rate: 1 });
  const { code, out } = await run('--json', '--rate', '100');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ attached: 0, complete: true });
  expect(JSON.parse(out).failed).toHaveLength(3);
});

it.each([
  [
    'of another policy',
    JSON.stringify({ identityPoolId: 'p', policyName: 'q', counts: {}, done: [], failed: [] }),
    'OtherBackfill',
  ],
  ['of something else', '{}', 'UnreadableState'],
  ['cut off', '{"coun', 'UnreadableState'],
])('refuses a state that is %s', async (_, content, code) => {
  writeFileSync(join(folder, 'state.json'), content);
  expect(await run('--state', 'state.json', '--resume')).toMatchObject({ code: 1, err: expect.stringContaining(code) });
});
