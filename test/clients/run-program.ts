import { spawn } from 'node:child_process';

/** A line of JSON that a program prints. */
export interface Told {
  readonly did: string;
  readonly topic?: string;
  readonly payload?: string;
  /** How the client tells that it was refused. */
  readonly says?: string;
}

export interface ProgramRun {
  readonly told: readonly Told[];
  /** What else it printed, to be read where something went wrong. */
  readonly otherwise: string;
  readonly exitCode: number | null;
}

/** Programs that hang are ended after this many milliseconds. */
const PATIENCE_MS = 60_000;

/** Runs a client's program to its end. */
export function runProgram(
  [file, ...args]: readonly [string, ...string[]],
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<ProgramRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: folder, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    let [output, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.once('error', reject);
    child.once('close', (exitCode) => {
      clearTimeout(timer);
      const lines = output.split('\n').filter((line) => line !== '');
      const isTold = (line: string) => line.startsWith('{"did":') || line.startsWith('{"did": ');
      const told = lines.filter(isTold).map((line) => JSON.parse(line) as Told);
      const otherwise = [...lines.filter((line) => !isTold(line)), errors].join('\n').trim();
      resolve({ told, otherwise, exitCode });
    });
  });
}
