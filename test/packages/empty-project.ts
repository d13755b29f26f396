import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packed } from './packed.js';

/** A folder of somebody else, with nothing but a `package.json` and what is installed into it. */
export interface EmptyProject {
  readonly folder: string;
  write(files: Readonly<Record<string, string>>): void;
  /** Standard output; throws with both outputs where the command fails. */
  run(command: string, args: readonly string[], environment?: Readonly<Record<string, string>>): string;
  remove(): void;
}

/**
 * @param ours names of packages, installed as they were packed
 * @param others arguments of `npm install`: `vite@8`, a folder
 */
export function emptyProject(ours: readonly string[], others: readonly string[]): EmptyProject {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iot-project-'));
  const project: EmptyProject = {
    folder,
    write(files) {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    },
    run(command, args, environment = {}) {
      const env = { ...inherited(), ...environment };
      try {
        return execFileSync(command, args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
      } catch (error) {
        const { stdout, stderr } = error as { stdout: string; stderr: string };
        throw new Error(`${command} ${args.join(' ')} failed.\n${stdout}\n${stderr}`);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  project.write({ 'package.json': '{"private": true}' });
  const tarballs = ours.map((name) => packed(name).file);
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  project.run('npm', ['install', ...quiet, ...tarballs, ...others]);
  return project;
}

/** Nothing of this repository's test run, which would change how theirs run. */
export function inherited(): Record<string, string> {
  const { PATH = '', HOME = '', npm_config_cache, npm_config_registry } = process.env;
  return {
    PATH,
    HOME,
    CI: 'true',
    NO_COLOR: '1',
    CDK_DISABLE_VERSION_CHECK: '1',
    // CDK's own validation takes longer than the synthesis; it is CDK's to test.
    CDK_VALIDATION: 'false',
    ...(npm_config_cache && { npm_config_cache }),
    ...(npm_config_registry && { npm_config_registry }),
  };
}
