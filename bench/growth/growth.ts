import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootSandboxProcess, type SandboxProcess } from '../sandbox/boot-sandbox-process.js';
import { inParallel } from '../sandbox/in-parallel.js';
import { createCognitoClient } from './cognito-client.js';
import type { SrpUser } from './srp-client.js';

/** What a sign-in costs the sandbox, and what the sandbox weighs, after so many of them. */
export interface GrowthPoint {
  readonly signIns: number;
  /** Of the sandbox's process, for each sign-in of the last round. */
  readonly cpuMs: number;
  /** After a garbage collection. */
  readonly rssMb: number;
}

export interface Growth {
  /** One for each round, in which every user signs in once. */
  readonly points: readonly GrowthPoint[];
  /** CPU of a sign-in in the last round to that in the second. */
  readonly signInGrowth: number;
  readonly memoryGrowth: number;
}

export interface GrowthOptions {
  /** Folder of the synthesized stack. */
  readonly assembly: string;
  readonly users: number;
  /** How often each of them signs in; at least two. */
  readonly rounds: number;
  /** Whether the sandbox keeps its state in a folder, as with `--data`. */
  readonly withData: boolean;
}

/**
 * Lets the same users sign in again and again. The first round is left out of the comparison: there, identities are
 * made and code is compiled.
 */
export async function measureGrowth({ assembly, users, rounds, withData }: GrowthOptions): Promise<Growth> {
  const dataFolder = withData ? mkdtempSync(join(tmpdir(), 'cognito-iot-access-growth-')) : undefined;
  const sandbox = await bootSandboxProcess({ assembly, dataFolder, built: true });
  const client = createCognitoClient({ endpoint: sandbox.booted.url, outputs: sandbox.booted.outputs });
  try {
    const people = await signUpAll(sandbox, client, users);
    const points: GrowthPoint[] = [];
    let before = await sandbox.usage();
    for (let round = 1; round <= rounds; round += 1) {
      const waiting = [...people];
      await inParallel(users, 2, () => client.signIn(waiting.pop() as SrpUser));
      const after = await sandbox.usage();
      points.push({
        signIns: round * users,
        cpuMs: (after.cpuMs - before.cpuAfterMs) / users,
        rssMb: after.rssMb,
      });
      before = after;
    }
    const [second, last] = [points[1] as GrowthPoint, points.at(-1) as GrowthPoint];
    return { points, signInGrowth: last.cpuMs / second.cpuMs, memoryGrowth: last.rssMb / second.rssMb };
  } finally {
    client.close();
    await sandbox.stop();
    if (dataFolder !== undefined) rmSync(dataFolder, { recursive: true });
  }
}

/** Signs up and confirms as many at once as there are messages kept. */
async function signUpAll(
  { booted }: SandboxProcess,
  client: ReturnType<typeof createCognitoClient>,
  users: number,
): Promise<SrpUser[]> {
  const people: SrpUser[] = [];
  while (people.length < users) {
    const some = Array.from({ length: Math.min(500, users - people.length) }, (_, index) => {
      return { userName: `user-${people.length + index}@example.com`, password: 'Correct-Horse-7' };
    });
    const waiting = [...some];
    await inParallel(some.length, 2, () => client.signUp(waiting.pop() as SrpUser));
    const answer = await fetch(`${booted.url}/_sandbox/messages`);
    const messages = (await answer.json()) as readonly { to: string; code: string }[];
    const codes = new Map(messages.map(({ to, code }) => [to, code]));
    for (const { userName } of some) await client.confirm(userName, codes.get(userName) ?? '');
    people.push(...some);
  }
  return people;
}
