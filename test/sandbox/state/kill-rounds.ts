import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootSandboxProcess } from '../../../bench/sandbox/boot-sandbox-process.js';
import { createUserPoolClient } from '../../../journey/clients/user-pool-client.js';
import type { LocalTarget } from '../../../journey/target.js';

export interface KillRounds {
  readonly rounds: number;
  /** What was answered with success: users signed up, and those confirmed. */
  readonly acknowledged: number;
  /** What of it was not there after a start. */
  readonly lost: readonly string[];
}

/**
 * Boots a sandbox on one data folder again and again, lets four clients sign users up and confirm them, and ends the
 * process with SIGKILL in the middle of it.
 *
 * @param assembly folder of a synthesized stack
 */
export async function killRounds(assembly: string, rounds: number): Promise<KillRounds> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'kill-rounds-'));
  const acknowledged = new Map<string, 'UNCONFIRMED' | 'CONFIRMED'>();
  const lost = new Set<string>();
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const sandbox = await bootSandboxProcess({ assembly, dataFolder });
      const { url } = sandbox.booted;
      for (const text of await missing(url, acknowledged)) lost.add(text);
      if (round === rounds) {
        await sandbox.stop();
        break;
      }
      const target = { endpoint: url, outputs: sandbox.booted.outputs } as LocalTarget;
      // After another number of answers each round, while others are under way.
      let left = 5 + Math.floor(Math.random() * 20);
      const acknowledge: Acknowledge = (email, status) => {
        acknowledged.set(email, status);
        left -= 1;
        if (left === 0) sandbox.kill();
      };
      await Promise.all(Array.from({ length: 4 }, () => writeUntilItFails(target, acknowledge)));
    }
    const confirmed = [...acknowledged.values()].filter((status) => status === 'CONFIRMED').length;
    return { rounds, acknowledged: acknowledged.size + confirmed, lost: [...lost] };
  } finally {
    rmSync(dataFolder, { recursive: true });
  }
}

type Acknowledge = (email: string, status: 'UNCONFIRMED' | 'CONFIRMED') => void;

async function writeUntilItFails(target: LocalTarget, acknowledge: Acknowledge): Promise<void> {
  const client = createUserPoolClient(target);
  try {
    for (;;) {
      const email = `${randomUUID()}@example.com`;
      await client.signUp(email, 'Correct-Horse-7');
      acknowledge(email, 'UNCONFIRMED');
      const messages = await look<{ to: string; code: string }[]>(target.endpoint, 'messages');
      const code = messages.find(({ to }) => to === email)?.code ?? '';
      await client.confirm(email, code);
      acknowledge(email, 'CONFIRMED');
    }
  } catch (error) {
    // An answer that never came is what a killed process gives; any other is worth to be seen.
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode !== undefined) throw error;
  }
}

async function missing(url: string, acknowledged: ReadonlyMap<string, string>): Promise<string[]> {
  const users = await look<{ email: string; status: string }[]>(url, 'users');
  const found = new Map(users.map(({ email, status }) => [email, status]));
  return [...acknowledged]
    .filter(
      ([email, status]) => found.get(email) === undefined || (status === 'CONFIRMED' && found.get(email) !== status),
    )
    .map(([email, status]) => `${email}, ${status}, is ${found.get(email)} after a start`);
}

async function look<T>(url: string, view: string): Promise<T> {
  return (await (await fetch(`${url}/_sandbox/${view}`)).json()) as T;
}
