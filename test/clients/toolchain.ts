import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../support/documented-snippets.js';

/** What runs the programs of one folder beside this file. */
export interface Toolchain {
  /** Why its programs cannot be run on this machine, if that is so. */
  missing(): string | undefined;
  /** Installs what they use, in versions that are written down, into a folder of the run. */
  install(): Promise<void>;
  /** The folder in which they are run. */
  readonly folder: string;
  command(program: string, args: readonly string[], caFile: string): readonly [string, ...string[]];
  /** Of an installed package, as that program gets it. */
  version(name: string, program: string): string;
  /** Makes of the certificate authority what these programs can read, if a PEM file is not it. */
  prepare?(caFile: string): Promise<void>;
  /** A folder of commands. */
  readonly path?: string;
}

/** Where the folders of the programs are. */
export const programs = import.meta.dirname;
/** Where what they use is installed. */
export const installed = join(repository, '.cache/clients');

/** @throws Error with what the program said */
export async function run(file: string, args: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(file, args, { cwd, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** Whether a command can be started. */
export function works(file: string, ...args: readonly string[]): boolean {
  return spawnSync(file, args).status === 0;
}
