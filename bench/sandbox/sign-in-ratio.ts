import { createCognitoClient } from '../growth/cognito-client.js';
import type { SrpUser } from '../growth/srp-client.js';
import { medianRatio, spread } from '../statistics.js';
import { bootSandboxProcess } from './boot-sandbox-process.js';
import { arithmeticMs } from './sign-in-arithmetic.js';

export interface SignInFigures {
  /** CPU of the sandbox's process for one sign-in by SRP, from the first request to the tokens. */
  readonly cpuMs: number;
  /** CPU of the arithmetic alone. */
  readonly arithmeticMs: number;
  /** The median of the ratios of all rounds: what slows a round down slows both down. */
  readonly ratio: number;
}

export interface SignInOptions {
  /** Folder of the synthesized stack. */
  readonly assembly: string;
  readonly rounds: number;
  readonly signInsPerRound: number;
}

const PEOPLE = 20;

/** What a sign-in costs beyond what nobody can do without. */
export async function measureSignIn({ assembly, rounds, signInsPerRound }: SignInOptions): Promise<SignInFigures> {
  const sandbox = await bootSandboxProcess({ assembly, built: true });
  const client = createCognitoClient({ endpoint: sandbox.booted.url, outputs: sandbox.booted.outputs });
  try {
    const people = await signUp(client, sandbox.booted.url);
    const signIns = async (count: number) => {
      const before = await sandbox.usage();
      for (let index = 0; index < count; index += 1) await client.tokens(people[index % PEOPLE] as SrpUser);
      return ((await sandbox.usage()).cpuMs - before.cpuAfterMs) / count;
    };
    // The first compile the code.
    await signIns(5 * signInsPerRound);
    const [whole, alone]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      whole.push(await signIns(signInsPerRound));
      alone.push(arithmeticMs(signInsPerRound));
    }
    return {
      cpuMs: spread(whole).median,
      arithmeticMs: spread(alone).median,
      ratio: medianRatio(whole, alone),
    };
  } finally {
    client.close();
    await sandbox.stop();
  }
}

async function signUp(client: ReturnType<typeof createCognitoClient>, url: string): Promise<SrpUser[]> {
  const people = Array.from({ length: PEOPLE }, (_, index) => {
    return { userName: `user-${index}@example.com`, password: 'Correct-Horse-7' };
  });
  for (const user of people) await client.signUp(user);
  const messages = (await (await fetch(`${url}/_sandbox/messages`)).json()) as readonly { to: string; code: string }[];
  for (const { to, code } of messages) await client.confirm(to, code);
  return people;
}
