import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { installed, programs, run, type Toolchain, works } from './toolchain.js';

const folder = join(installed, 'python');
const venv = join(folder, 'venv');
const versions = new Map<string, string>();

async function install(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const part of ['python', 'shell']) cpSync(join(programs, part), folder, { recursive: true });
  await run('python3', ['-m', 'venv', venv], folder);
  const pip = ['-m', 'pip', '--disable-pip-version-check'];
  const python = join(venv, 'bin/python');
  await run(python, [...pip, 'install', '--quiet', '-r', 'requirements.txt'], folder);
  const list = JSON.parse(await run(python, [...pip, 'list', '--format', 'json'], folder));
  for (const { name, version } of list) versions.set(name, version);
}

const withVersions = {
  folder,
  install,
  missing: () =>
    works('python3', '-c', 'import ensurepip, venv') ? undefined : 'this machine has no python3 with venv and pip',
  version(name: string) {
    const version = versions.get(name);
    if (version === undefined) throw new Error(`${name} is not installed.`);
    return version;
  },
};

/** CPython, in a virtual environment. */
export const python: Toolchain = {
  ...withVersions,
  command: (program, args) => [join(venv, 'bin/python'), program, ...args],
};

/** A shell script that calls the AWS CLI, which comes with Python's packages. */
export const shell: Toolchain = {
  ...withVersions,
  command: (program, args) => ['sh', program, ...args],
  path: join(venv, 'bin'),
};
