import { tmpdir } from 'node:os';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { startCommand } from '../support/run-command.js';

/** A line of `--json`. */
export interface Line {
  readonly step?: string;
  readonly who?: string;
  readonly ok?: boolean;
  readonly skipped?: string;
  readonly event?: string;
  readonly verdict?: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the line is about
  readonly [name: string]: any;
}

/** Runs `cognito-iot verify --json` to its end. */
export async function verified(sandbox: Sandbox, args: readonly string[] = [], env: Record<string, string> = {}) {
  const { code, out, err } = await startCommand(['verify', '--json', '--sandbox', sandbox.url, ...args], tmpdir(), env)
    .ended;
  const lines = linesOf(out);
  return { code, err, lines, steps: lines.filter(({ step }) => step !== undefined), last: lines.at(-1) };
}

/** The lines of `--json`. */
export function linesOf(out: string): Line[] {
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

/** Stops it afterwards. */
export async function inSandbox<T>(booting: Promise<Sandbox>, use: (sandbox: Sandbox) => Promise<T>): Promise<T> {
  const sandbox = await booting;
  try {
    return await use(sandbox);
  } finally {
    await sandbox.stop();
  }
}
