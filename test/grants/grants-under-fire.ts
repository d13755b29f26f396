import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GetPolicyCommand, ListAttachedPoliciesCommand } from '@aws-sdk/client-iot';
import { rolldown } from 'rolldown';
import { policyNameOf } from '../../devices/policy-name.js';
import { configuration, type GrantingSandbox } from './granting-sandbox.js';
import type { OrderedChange, WorkerOrders } from './worker-orders.js';

export interface UnderFire {
  readonly changes: number;
  readonly processes: number;
  readonly killed: number;
  /** What was acknowledged, and is not so after the repair. */
  readonly lost: readonly string[];
  /** Devices that a policy named at a moment when nobody had asked for them, or after they had been taken back. */
  readonly leaked: readonly string[];
  /** What directory and policies do not agree on after the repair. */
  readonly disagreements: readonly string[];
}

const USER = 'under-fire';
const IDENTITIES = ['a', 'b', 'c'].map((digit) => `us-east-1:${digit.repeat(8)}-0000-4000-8000-000000000000`);

/** Bundled, since each process would otherwise spend most of its short life on loading its modules. */
async function bundledWorker(folder: string): Promise<string> {
  const file = join(folder, 'grant-worker.mjs');
  const build = await rolldown({
    input: join(import.meta.dirname, 'grant-worker.ts'),
    platform: 'node',
    logLevel: 'silent',
  });
  await build.write({ file, format: 'esm', codeSplitting: false });
  await build.close();
  return file;
}

/**
 * Four processes change the devices of one user at once. Each dies by SIGKILL after so many writes, one more each time
 * that it is started, and another takes its place, until every change was acknowledged.
 */
export async function grantsUnderFire(sandbox: GrantingSandbox, each: number): Promise<UnderFire> {
  for (const identity of IDENTITIES) await sandbox.record(USER, identity);
  const asked = new Map<string, OrderedChange['change'][]>();
  const told = new Map<string, OrderedChange['change']>();
  const leaked = new Set<string>();
  let [killed, done] = [0, false];
  const folder = mkdtempSync(join(tmpdir(), 'grants-under-fire-'));
  const worker = await bundledWorker(folder);

  const live = async (number: number) => {
    const changes = ordersOf(number, each);
    for (let writesToLive = 1 + number * 7; changes.length > 0; writesToLive = (writesToLive % 30) + 1) {
      const orders: WorkerOrders = {
        ...sandbox.worker,
        configuration,
        user: USER,
        changes,
        writesToLive,
        leaseTime: 1_500,
      };
      const child = spawn(process.execPath, ['--no-warnings', worker, JSON.stringify(orders)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ask = () => {
        const [next] = changes;
        if (next === undefined) return;
        asked.set(next.device, [...(asked.get(next.device) ?? []), next.change]);
        told.delete(next.device);
      };
      ask();
      for await (const line of createInterface(child.stdout)) {
        const { change, device } = JSON.parse(line) as OrderedChange;
        told.set(device, change);
        changes.shift();
        ask();
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      if (child.signalCode === 'SIGKILL') killed += 1;
      else if (child.exitCode !== 0) throw new Error(`a process ended with ${child.exitCode}`);
    }
  };

  const watch = async () => {
    while (!done) {
      // Taken back before the policies are read, and not asked for since.
      const gone = [...told].filter(([, change]) => change === 'revoke').map(([device]) => device);
      const named = await namedDevices(sandbox);
      for (const device of named) {
        if (!asked.has(device)) leaked.add(`${device} was never asked for`);
        if (gone.includes(device) && told.get(device) === 'revoke') leaked.add(`${device} was taken back`);
      }
    }
  };

  const watching = watch();
  await Promise.all([0, 1, 2, 3].map(live)).finally(() => {
    done = true;
    rmSync(folder, { recursive: true });
  });
  await watching;
  await sandbox.grants.repair(USER);

  const known = await sandbox.grants.devicesOf(USER);
  const named = await namedDevices(sandbox);
  const lost = [...told].filter(([device, change]) => known.includes(device) !== (change === 'grant'));
  return {
    changes: 4 * each,
    processes: 4,
    killed,
    lost: lost.map(([device, change]) => `${change} of ${device}`),
    leaked: [...leaked],
    disagreements: [
      ...known.filter((device) => !named.includes(device)).map((device) => `no policy names ${device}`),
      ...named.filter((device) => !known.includes(device)).map((device) => `a policy names ${device}`),
      ...(await unattached(sandbox)),
    ],
  };
}

/** Half of the devices are taken back again. */
function ordersOf(number: number, count: number): OrderedChange[] {
  const orders: OrderedChange[] = [];
  for (let index = 0; orders.length < count; index += 1) {
    const device = `d${number}-${index}`;
    orders.push({ change: 'grant', device });
    if (orders.length < count && index % 3 !== 0) orders.push({ change: 'revoke', device });
  }
  return orders;
}

const names = [0, 1, 2, 3, 4, 5].map((slot) =>
  policyNameOf(configuration.policyPrefix, { userPoolId: configuration.userPoolId, sub: USER }, slot),
);

async function namedDevices(sandbox: GrantingSandbox): Promise<string[]> {
  const devices: string[] = [];
  for (const policyName of names) devices.push(...(await devicesOf(sandbox, policyName)));
  return devices;
}

async function devicesOf({ iot }: GrantingSandbox, policyName: string): Promise<string[]> {
  const found = await iot.send(new GetPolicyCommand({ policyName })).catch((error: Error) => {
    if (error.name !== 'ResourceNotFoundException') throw error;
  });
  return [...(found?.policyDocument ?? '').matchAll(/thing\/([^"]+)"/g)].map(([, device = '']) => device);
}

/** Policies that name something, and are not attached to every identity. */
async function unattached(sandbox: GrantingSandbox): Promise<string[]> {
  const problems: string[] = [];
  for (const target of IDENTITIES) {
    const { policies = [] } = await sandbox.iot.send(new ListAttachedPoliciesCommand({ target }));
    const attached = policies.map(({ policyName }) => policyName);
    for (const name of names) {
      const due = (await devicesOf(sandbox, name)).length > 0;
      if (due && !attached.includes(name)) problems.push(`${name} is not attached to ${target}`);
    }
  }
  return problems;
}
