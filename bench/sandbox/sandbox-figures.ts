import { rmSync } from 'node:fs';
import { createIotClient } from '../../client/index.js';
import { callAttachPolicy } from '../../journey/clients/attach-policy-client.js';
import { connectMqtt } from '../../journey/clients/mqtt-client.js';
import { signInSomebody } from '../../journey/make-somebody.js';
import type { LocalTarget } from '../../journey/target.js';
import type { SignedInUser } from '../../journey/traveller.js';
import { spread } from '../statistics.js';
import { bootSandboxProcess } from './boot-sandbox-process.js';
import { inParallel } from './in-parallel.js';
import { type LifeCycleFigures, measureLifeCycle } from './life-cycle-figures.js';
import { writeRecordedGen2 } from './recorded-gen2.js';
import { look, post, targetOf } from './sandbox-target.js';

export interface SandboxFigures extends LifeCycleFigures {
  readonly bootMs: number;
  /** Of an Amplify Gen 2 backend with `IotAccess`, in three stacks; the middle one of three. */
  readonly gen2BootMs: number;
  readonly gen2RssMb: number;
  /** MB of the process after its boot, and after everything below. */
  readonly rssMb: number;
  readonly rssAfterMb: number;
  /** From sign-up to an attached policy. */
  readonly usersPerSecond: number;
  /** Published and received with QoS 0 over one connection each. */
  readonly messagesPerSecond: number;
  readonly returning: { readonly identities: number; readonly attachCalls: number; readonly connected: number };
}

export interface SandboxFiguresOptions {
  /** Folder of the synthesized stack. */
  readonly assembly: string;
  readonly users: number;
  readonly messages: number;
}

/** Boots a sandbox, signs users up in it, and lets all of them connect again as clients that are known already. */
export async function measureSandbox({ assembly, users, messages }: SandboxFiguresOptions): Promise<SandboxFigures> {
  const sandbox = await bootSandboxProcess({ assembly, built: true });
  const { booted } = sandbox;
  try {
    const rssMb = await sandbox.memory();
    const target = targetOf(booted);
    const begun = performance.now();
    const signedIn = await inParallel(users, 4, () => newUser(target));
    const usersPerSecond = users / ((performance.now() - begun) / 1000);
    const returning = await returnAll(target, signedIn);
    const messagesPerSecond = await exchange(target, signedIn[0] as SignedInUser, messages);
    const rssAfterMb = await sandbox.memory();
    const gen2 = await measureGen2(assembly);
    const lifeCycle = await measureLifeCycle(assembly);
    return {
      bootMs: booted.bootMs,
      ...gen2,
      ...lifeCycle,
      rssMb,
      rssAfterMb,
      usersPerSecond,
      messagesPerSecond,
      returning,
    };
  } finally {
    await sandbox.stop();
  }
}

async function measureGen2(own: string): Promise<Pick<SandboxFigures, 'gen2BootMs' | 'gen2RssMb'>> {
  const folder = `${own}-gen2`;
  writeRecordedGen2(folder, own);
  try {
    const boots: { bootMs: number; rssMb: number }[] = [];
    for (let times = 0; times < 3; times += 1) {
      const { booted, memory, stop } = await bootSandboxProcess({ assembly: folder, built: true });
      boots.push({ bootMs: booted.bootMs, rssMb: await memory() });
      await stop();
    }
    return {
      gen2BootMs: spread(boots.map(({ bootMs }) => bootMs)).median,
      gen2RssMb: spread(boots.map(({ rssMb }) => rssMb)).median,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function newUser(target: LocalTarget): Promise<SignedInUser> {
  const user = await signInSomebody(target);
  // The quota of AWS IoT is not what is measured here: a moment more on the sandbox's clock, and it is not met.
  await post(target.endpoint, 'clock', { advanceSeconds: 0.1 });
  await callAttachPolicy(target, { method: 'POST', credentials: user.credentials });
  return user;
}

/** Known identities connect first, so none of them needs to attach: the client helper itself shows it. */
async function returnAll(target: LocalTarget, users: readonly SignedInUser[]) {
  const before = await attachCalls(target);
  let connected = 0;
  const queue = [...users];
  await inParallel(users.length, 8, async () => {
    const { credentials, identityId } = queue.pop() as SignedInUser;
    const outputs = target.outputs as { Region: string; AttachPolicyUrl: string; IotEndpoint: string };
    const client = createIotClient({ outputs, credentials: async () => ({ ...credentials, identityId }) });
    await client.connect();
    connected += 1;
    await client.close();
  });
  return { identities: users.length, attachCalls: (await attachCalls(target)) - before, connected };
}

async function exchange(target: LocalTarget, { credentials, identityId }: SignedInUser, messages: number) {
  const client = await connectMqtt(target, credentials, identityId);
  try {
    const topic = `users/${identityId}/bench`;
    await client.subscribeAsync(topic);
    // AWS IoT discards what a connection publishes beyond 100 a second, and so does the sandbox.
    const perBurst = 50;
    let spent = 0;
    for (let sent = 0; sent < messages; sent += perBurst) {
      await post(target.endpoint, 'clock', { advanceSeconds: 1 });
      const begun = performance.now();
      let received = 0;
      const all = new Promise<void>((resolve) => {
        client.on('message', () => {
          received += 1;
          if (received === perBurst) resolve();
        });
      });
      for (let index = 0; index < perBurst; index += 1) client.publish(topic, 'a message of some thirty bytes.');
      await all;
      client.removeAllListeners('message');
      spent += performance.now() - begun;
    }
    return messages / (spent / 1000);
  } finally {
    await client.endAsync(true);
  }
}

async function attachCalls({ endpoint }: LocalTarget): Promise<number> {
  const calls = await look<Record<string, { calls: number }>>(endpoint, 'calls');
  return calls['iot:AttachPolicy']?.calls ?? 0;
}
