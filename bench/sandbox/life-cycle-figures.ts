import { spawn } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { spread } from '../statistics.js';
import { bootSandboxProcess } from './boot-sandbox-process.js';
import { post } from './sandbox-target.js';

export interface LifeCycleFigures {
  /** A reset with a thousand users; the middle one of five. */
  readonly resetMs: number;
  /** From a synthesis on disk until it is served; the middle one of three. */
  readonly watchMs: number;
}

const USERS = 1000;

/** @param assembly folder of the synthesized stack */
export async function measureLifeCycle(assembly: string): Promise<LifeCycleFigures> {
  return { resetMs: await measureReset(assembly), watchMs: await measureWatch(assembly) };
}

async function measureReset(assembly: string): Promise<number> {
  const sandbox = await bootSandboxProcess({ assembly, built: true });
  try {
    const { url, outputs } = sandbox.booted;
    const empty = (await (await fetch(`${url}/_sandbox/snapshot`)).json()) as { readonly tables: object };
    const users = Array.from({ length: USERS }, (_, number) => userRecord(number, outputs.UserPoolId ?? ''));
    const crowded = { ...empty, tables: { ...empty.tables, 'userPools.users': users.map((user) => [user.sub, user]) } };
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      await post(url, 'snapshot', crowded);
      const begun = performance.now();
      await post(url, 'reset-state', {});
      times.push(performance.now() - begun);
    }
    return spread(times).median;
  } finally {
    await sandbox.stop();
  }
}

function userRecord(number: number, userPoolId: string) {
  const sub = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return {
    userPoolId,
    sub,
    userName: sub,
    attributes: { email: `user${number}@example.com`, email_verified: 'true' },
    status: 'CONFIRMED',
    enabled: true,
    passwordVerifier: { salt: 'ab'.repeat(16), verifier: 'cd'.repeat(384) },
    createdAt: 0,
    updatedAt: 0,
    codes: {},
    codeRequests: [],
    codeFailures: [],
    signInFailures: { count: 0, lastAt: 0, lockedUntil: 0 },
  };
}

/** As somebody has it who works on the stack. */
async function measureWatch(assembly: string): Promise<number> {
  const folder = `${assembly}-watched`;
  cpSync(assembly, folder, { recursive: true });
  const command = join(import.meta.dirname, '../../cli/cognito-iot.js');
  const args = [command, 'sandbox', '--assembly', folder, '--port', '0', '--watch', '--json'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    await lines.next();
    const manifest = join(folder, 'manifest.json');
    const times: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const begun = performance.now();
      writeFileSync(manifest, readFileSync(manifest));
      const { step, ok } = JSON.parse(String((await lines.next()).value));
      if (step !== 'reload' || !ok) throw new Error('The synthesis was not taken up.');
      times.push(performance.now() - begun);
    }
    return spread(times).median;
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
