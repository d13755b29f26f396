import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttachPolicyCommand } from '@aws-sdk/client-iot';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { iotClients } from '../support/iot-clients.js';
import { type Ended, startCommand, until } from '../support/run-command.js';
import { runningSandbox } from '../support/running-sandbox.js';

let folder: string;
let sandbox: Sandbox;
let policyName: string;
let revokedPolicyName: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'detach-all-'));
  sandbox = await runningSandbox({ quotas: { 'iot:AttachPolicy': 10_000, 'iot:DetachPolicy': 10_000 } });
  ({ IotPolicyName: policyName = '', RevokedPolicyName: revokedPolicyName = '' } = sandbox.outputs);
});
afterEach(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

const identity = (n: number) => `us-east-1:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
async function attach(name: string, count: number): Promise<void> {
  const { iot } = iotClients(sandbox);
  for (let n = 0; n < count; n += 1) {
    await iot.send(new AttachPolicyCommand({ policyName: name, target: identity(n) }));
  }
}
const attached = (name: string) =>
  Object.values(sandbox.views.attachments()).filter((policies) => policies.some((one) => one.policyName === name))
    .length;
const detachCalls = () => sandbox.guard.counts()['iot:DetachPolicy'] ?? { calls: 0, throttled: 0 };
const start = (...args: string[]) => startCommand(['detach-all', '--sandbox', sandbox.url, ...args], folder);
const run = (...args: string[]): Promise<Ended> => start(...args).ended;

it('tells how many would lose access, and touches nobody, in a dry run', async () => {
  await attach(policyName, 3);
  await attach(revokedPolicyName, 1);
  const { code, out } = await run('--dry-run', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual([
    { policyName, attached: 3, detached: 0, complete: false },
    { policyName: revokedPolicyName, attached: 1, detached: 0, complete: false },
  ]);
  expect([attached(policyName), attached(revokedPolicyName)]).toEqual([3, 1]);
  const asked = await run();
  expect(asked).toMatchObject({ code: 2, out: '', err: expect.stringContaining('everybody loses access') });
});

it('goes on after a kill -9 where it was, and lets in nobody who is revoked meanwhile', async () => {
  await attach(policyName, 300);
  await attach(revokedPolicyName, 2);
  const { child, ended } = start('--yes', '--rate', '200');
  await until(() => attached(policyName) <= 150);
  child.kill('SIGKILL');
  expect(await ended).toMatchObject({ code: undefined });
  const left = attached(policyName);
  expect(left).toBeGreaterThan(50);
  expect(attached(revokedPolicyName)).toBe(2);
  const { calls: before } = detachCalls();

  const again = await run('--yes', '--rate', '200', '--json');
  expect(again.code).toBe(0);
  expect(JSON.parse(again.out)).toEqual([
    { policyName, attached: left, detached: left, complete: true },
    { policyName: revokedPolicyName, attached: 2, detached: 2, complete: true },
  ]);
  expect([attached(policyName), attached(revokedPolicyName)]).toEqual([0, 0]);
  // Nothing is done twice but what was under way when it was killed.
  expect(detachCalls().calls - before).toBe(left + 2);
});

it('ends in order by Ctrl-C, and says how to go on', async () => {
  await attach(policyName, 200);
  const { child, ended } = start('--yes', '--rate', '100');
  await until(() => attached(policyName) <= 150);
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 1, err: expect.stringContaining('the same command goes on') });
  expect(attached(policyName)).toBeGreaterThan(50);
});

it('slows down where AWS throttles it, and never fails by that', async () => {
  await attach(policyName, 60);
  sandbox.guard.setQuota('iot:DetachPolicy', 15);
  expect(await run('--yes', '--rate', '200')).toMatchObject({
    code: 0,
    out: expect.stringMatching(new RegExp(`^${policyName}\\s+60\\s+60$`, 'm')),
  });
  expect(detachCalls().throttled).toBeGreaterThan(0);
  expect(attached(policyName)).toBe(0);
});

it('takes one policy alone where it is named, even one of a former stack', async () => {
  await attach(policyName, 2);
  await attach(revokedPolicyName, 2);
  expect(await run('--policy', revokedPolicyName, '--yes')).toMatchObject({ code: 0 });
  expect([attached(policyName), attached(revokedPolicyName)]).toEqual([2, 0]);
});
